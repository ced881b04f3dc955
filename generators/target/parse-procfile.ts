import type { ParsedCommand } from "./parsed-command.js";

/** The processes of a Procfile; `release` runs before a deployment and is no service. */
export function parseProcfile(text: string): ParsedCommand[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    const [, name, command] = /^([\w-]+)\s*:\s*(.+)$/.exec(content.trim()) ?? [];
    if (name === undefined || command === undefined || name === "release") return [];
    return [{ line: index + 1, command }];
  });
}
