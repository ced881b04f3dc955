import { join } from "node:path";
import { readTextFile } from "./read-text-file.js";
import type { Note } from "./target.js";

// What sets one up, by package: a service has one or two such places among its sources.
const setups: [name: string, call: RegExp][] = [
  ["winston", /\bcreateLogger\s*\(|\bwinston\.(?:configure|add)\s*\(/],
  ["pino", /\bpino\s*\(/],
  ["log4js", /\bconfigure\s*\(/],
  ["bunyan", /\bcreateLogger\s*\(/],
  ["tslog", /\bnew\s+Logger\b/],
  ["@logtape/logtape", /\bconfigure(?:Sync)?\s*\(/],
];
const maxFiles = 2_000;

/** Places that set up another logger, which goes on beside ours; two on one log file would mix. */
export function findLoggers(root: string, files: string[], dependencies: string[]): Note[] {
  const known = setups.filter(([name]) => dependencies.includes(name));
  if (known.length === 0) return [];
  const sources = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file)).slice(0, maxFiles);
  return sources.flatMap((file) => {
    const text = readTextFile(join(root, file)) ?? "";
    return known.flatMap(([name, call]) => {
      const found = new RegExp(`["']${name}["']`).test(text) ? call.exec(text) : null;
      if (found === null) return [];
      const line = text.slice(0, found.index).split("\n").length;
      const note = `sets up ${name}, which is left as it is. If it writes the service's log file too, give it another one: two loggers in one file mix, and rotate each other's records away`;
      return [{ file, line, text: note }];
    });
  });
}
