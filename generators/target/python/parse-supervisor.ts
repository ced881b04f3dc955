import type { ParsedCommand } from "../parsed-command.js";
import { readIni } from "./read-ini.js";

/** The programs of a supervisor configuration. */
export function parseSupervisor(text: string): ParsedCommand[] {
  return readIni(text).flatMap(({ name, entries }) => {
    if (!/^(program|fcgi-program):/.test(name)) return [];
    const value = (key: string) => entries.find((entry) => entry.key === key)?.value;
    const entry = entries.find(({ key }) => key === "command");
    if (entry === undefined) return [];
    const cwd = value("directory");
    return [
      {
        line: entry.line,
        command: entry.value.replace(/\n/g, " ").replaceAll("%%", "%"),
        env: readEnvironment(value("environment") ?? ""),
        loadsEnv: value("environment") !== undefined,
        ...(cwd === undefined ? {} : { cwd }),
      },
    ];
  });
}

// `A="b,c",D=e`
function readEnvironment(text: string): Record<string, string> {
  const pairs = text.matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)'|([^,\s]*))/g);
  return Object.fromEntries(
    [...pairs].map(([, name, double, single, bare]) => [name, double ?? single ?? bare ?? ""]),
  );
}
