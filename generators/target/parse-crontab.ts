import type { ParsedCommand } from "./parsed-command.js";

// Five fields of times or a word such as @daily, and in a system crontab the user's name.
const schedule = /^(?:@\w+|(?:[\d*,/\-A-Za-z#?L]+\s+){4}[\d*,/\-A-Za-z#?L]+)\s+(.+)$/;

/** The commands of a crontab. */
export function parseCrontab(text: string, hasUserField: boolean): ParsedCommand[] {
  let env: Record<string, string> = {};
  return text.split(/\r?\n/).flatMap((content, index) => {
    const line = content.trim();
    const [, name, value = ""] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) env = { ...env, [name]: value.replace(/^(["'])(.*)\1$/, "$2") };
    if (line === "" || line.startsWith("#") || name !== undefined) return [];
    const command = schedule.exec(line)?.[1];
    if (command === undefined) return [];
    const own = hasUserField ? command.replace(/^\S+\s+/, "") : command;
    // A bare % ends the command and starts its standard input.
    return [{ line: index + 1, command: own.replace(/([^\\])%.*$/, "$1"), env }];
  });
}
