import type { ParsedCommand } from "./parsed-command.js";
import { readAssignments, splitWords } from "./split-command.js";

/** What a systemd unit starts: its ExecStart lines, from its WorkingDirectory. */
export function parseSystemdUnit(text: string): ParsedCommand[] {
  const found: ParsedCommand[] = [];
  let cwd: string | undefined;
  const env: Record<string, string> = {};
  const envFiles: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const first = index;
    let whole = (lines[index] ?? "").trim();
    while (whole.endsWith("\\") && index + 1 < lines.length) {
      whole = `${whole.slice(0, -1)} ${(lines[++index] ?? "").trim()}`;
    }
    const [, key, value = ""] = /^(\w+)\s*=\s*(.*)$/.exec(whole) ?? [];
    if (key === "WorkingDirectory") cwd = value.replace(/^-/, "").replace(/^~$/, "/");
    else if (key === "EnvironmentFile" && value !== "") envFiles.push(value.replace(/^-/, ""));
    else if (key === "Environment") Object.assign(env, readAssignments(splitWords(value)));
    else if (key === "ExecStart" && value === "") found.length = 0;
    else if (key === "ExecStart") {
      // `-`, `@`, `:`, `+` and `!` in front of the program are systemd's own; `%%` is a percent sign.
      const command = value.replace(/^[-@:+!]+/, "").replaceAll("%%", "%");
      found.push({ line: first + 1, command });
    }
  }
  const loadsEnv = envFiles.length > 0;
  const common = { loadsEnv, env, envFiles, ...(cwd === undefined ? {} : { cwd }) };
  return found.map((each) => ({ ...each, ...common }));
}
