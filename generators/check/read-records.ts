import { type FormatPiece, parseFormat } from "../render/parse-format.js";
import { levels } from "../standard.js";

/** A record as a sink shows it: what the format does not have ahead of its message is missing. */
export interface SeenRecord {
  /** All of it, as it stands there. */
  text: string;
  /** The message and what follows it, continuation lines as they stand there. */
  message: string;
  level?: string;
  module?: string;
  function?: string;
  line?: string;
  HH?: string;
  mm?: string;
}

/** What a text comes to, read line by line. */
export interface ReadLog {
  records: SeenRecord[];
  /** The first line that is neither a record nor a part of one. */
  fault: string | undefined;
}

export interface LineReader {
  /** As `create-logging.json` has it. */
  format: string;
  /** Whether the format shows it, ahead of the message. */
  shows(field: "level" | "module" | "function" | "line" | "HH" | "mm"): boolean;
  read(text: string): ReadLog;
}

/** Makes the reader of a Loguru-style format, strict in everything ahead of the message. */
export function createReader(format: string): LineReader {
  const pieces = parseFormat(format);
  const end = pieces.findIndex((piece) => piece.kind === "field" && piece.field === "message");
  const seen = new Set<string>();
  const head = pieces.slice(0, end).map((piece) => toPattern(piece, seen));
  const header = new RegExp(`^${head.join("")}(?<message>.*)$`);
  return {
    format,
    shows: (field) => seen.has(field),
    read: (text) => readLines(text, header, mayStartBlank(pieces)),
  };
}

// `{level: >8}` at the start: a record may look indented.
function mayStartBlank([first]: readonly FormatPiece[]): boolean {
  return first?.kind === "field" && first.padding?.align === "right";
}

function readLines(text: string, header: RegExp, mayIndent: boolean): ReadLog {
  if (text === "") return { records: [], fault: undefined };
  const records: SeenRecord[] = [];
  let fault = text.endsWith("\n") ? undefined : `the last line is torn: ${cut(text.slice(-80))}`;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const last = records.at(-1);
    const isPart = line.startsWith("    ") && last !== undefined;
    const match = isPart && !mayIndent ? null : header.exec(line);
    if (match !== null) {
      const { message = "", ...fields } = match.groups ?? {};
      records.push({ ...fields, text: line, message });
    } else if (isPart) {
      last.message += `\n${line}`;
      last.text += `\n${line}`;
    } else fault ??= `a line that is no record: ${cut(line)}`;
  }
  return { records, fault };
}

function toPattern(piece: FormatPiece, seen: Set<string>): string {
  if (piece.kind === "text") return quoteText(piece.text);
  if (piece.kind === "time") return group(piece.part, timePatterns[piece.part] ?? "\\d\\d", seen);
  const pattern = group(piece.field, fieldPatterns[piece.field] ?? ".*?", seen);
  if (piece.padding === undefined) return pattern;
  return piece.padding.align === "left" ? `${pattern} *` : ` *${pattern}`;
}

const timePatterns: Record<string, string> = {
  YYYY: "\\d{4}",
  SSS: "\\d{3}",
  Z: "[+-]\\d\\d:\\d\\d",
  ZZ: "[+-]\\d{4}",
};
const fieldPatterns: Record<string, string> = {
  level: Object.keys(levels).join("|"),
  module: ".+?",
  function: "[^:]*?",
  line: "\\d+",
  process: "\\d+",
  thread: "\\d+",
};

// A name can stand for one group only; the first one counts.
function group(name: string, pattern: string, seen: Set<string>): string {
  if (seen.has(name)) return `(?:${pattern})`;
  seen.add(name);
  return `(?<${name}>${pattern})`;
}

function quoteText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A text as a sentence quotes it: on one line, and short. */
export function cut(text: string, longest = 110): string {
  const line = text.replace(/\s*\n\s*/g, " ⏎ ");
  return `'${line.length > longest ? `${line.slice(0, longest)}…` : line}'`;
}
