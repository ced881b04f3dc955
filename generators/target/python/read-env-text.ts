/** The variables of an env file: `export`, quotes and comments as a shell reads them; nothing is expanded. */
export function readAssignmentsOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^(["'])(.*?)\1/.exec(value)?.[2];
    found[name] = quoted ?? value.replace(/(^|\s)#.*$/, "").trim();
  }
  return found;
}
