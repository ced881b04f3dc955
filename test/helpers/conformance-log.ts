import { levels } from "../../generators/standard.js";

/** A record as the log shows it, its continuation lines still indented. */
export interface ParsedRecord {
  time: string;
  level: string;
  module: string;
  function: string;
  line: number;
  message: string;
}

export type LineKind = "file" | "terminal";

const times = {
  file: String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}`,
  terminal: String.raw`\d\d:\d\d:\d\d\.\d{3}`,
};
const levelNames = Object.keys(levels).join("|");

/** Reads a log strictly by FMT-1 and FMT-2; throws, with the line, at whatever is no record. */
export function parseLog(log: Buffer | string, kind: LineKind): ParsedRecord[] {
  const text = typeof log === "string" ? log : decode(log);
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new Error(`The last line is torn: ${quoteEnd(text)}`);
  const header = new RegExp(
    String.raw`^(${times[kind]}) \| (${levelNames}) \| (.+?):([^:]*):(\d+) \| (.*)$`,
  );
  const records: ParsedRecord[] = [];
  text
    .slice(0, -1)
    .split("\n")
    .forEach((line, index) => {
      const last = records.at(-1);
      if (/[^\t -~\u00a0-\u2027\u202a-\uffff]/.test(line)) {
        throw new Error(`A control character in line ${index + 1}: ${JSON.stringify(line)}`);
      }
      if (line.startsWith("    ") && last !== undefined) {
        last.message += `\n${line}`;
        return;
      }
      const match = header.exec(line);
      if (match === null) throw new Error(`Line ${index + 1} is no record: ${quoteEnd(line)}`);
      const [, time = "", level = "", module = "", name = "", number = "", message = ""] = match;
      records.push({ time, level, module, function: name, line: Number(number), message });
    });
  return records;
}

/** `module:function:line`, as records name a place. */
export function placeOf(record: ParsedRecord): string {
  return `${record.module}:${record.function}:${record.line}`;
}

function decode(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function quoteEnd(text: string): string {
  return JSON.stringify(text.slice(-200));
}
