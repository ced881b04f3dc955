export interface MakeTarget {
  name: string;
  /** Its recipe, each line as the shell gets it; 1-based. */
  lines: { text: string; line: number }[];
}

/** Reads the targets of a Makefile, with its plain variables put in. */
export function parseMakefile(text: string): MakeTarget[] {
  const targets: MakeTarget[] = [];
  const variables: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  let current: MakeTarget[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = lines[index] ?? "";
    while (whole.endsWith("\\") && index + 1 < lines.length)
      whole = `${whole.slice(0, -1)} ${(lines[++index] ?? "").trim()}`;
    if (whole.startsWith("\t")) {
      // `@`, `-` and `+` in front are make's own.
      const own = expand(whole.trim().replace(/^[@+-]+\s*/, ""), variables);
      for (const target of current) target.lines.push({ text: own, line });
      continue;
    }
    const [, variable, value = ""] =
      /^(?:export\s+)?([\w.-]+)\s*(?::{0,3}|[?+])=\s*(.*?)\s*(?:#.*)?$/.exec(whole) ?? [];
    if (variable !== undefined) {
      variables[variable] = expand(value, variables);
      continue;
    }
    const names = /^([\w./ -]+?)\s*::?(?!=)\s*(.*)$/.exec(whole)?.[1]?.split(/\s+/);
    if (names === undefined) continue;
    current = names.map((name) => ({ name, lines: [] }));
    targets.push(...current);
  }
  return targets;
}

function expand(text: string, variables: Record<string, string>): string {
  const filled = text.replace(/\$[({]([\w.-]+)[)}]/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? "") : whole,
  );
  return filled.replaceAll("$$", "$");
}
