import { RefusedError } from "../errors.js";
import { escapeHidden } from "./escape-hidden.js";

/** A field of a record, as the emitted code names it. */
export type RecordField =
  | "level"
  | "module"
  | "function"
  | "line"
  | "file"
  | "message"
  | "process"
  | "thread"
  | "extra";

/** A part of the time, as the emitted code names it. */
export type TimePart = "YYYY" | "MM" | "DD" | "HH" | "mm" | "ss" | "SSS" | "Z" | "ZZ";

export interface Padding {
  align: "left" | "right";
  width: number;
}

/** A stretch of a format string. */
export type FormatPiece =
  | { kind: "text"; text: string }
  | { kind: "time"; part: TimePart }
  | { kind: "field"; field: RecordField; key?: string; padding?: Padding };

const fields: Record<string, RecordField> = {
  level: "level",
  module: "module",
  name: "module",
  function: "function",
  line: "line",
  file: "file",
  message: "message",
  process: "process",
  thread: "thread",
  extra: "extra",
};

const timeParts = new Set<string>(["YYYY", "MM", "DD", "HH", "mm", "ss", "SSS", "Z", "ZZ"]);

const defaultTimePattern = "YYYY-MM-DD HH:mm:ss.SSS";

// The names Loguru colours by. Written as they are they would stand in every line of the log.
const colourMarkup =
  /<\/?(?:(?:fg|bg) [^<>]*|level|lvl|(?:light-)?(?:black|red|green|yellow|blue|magenta|cyan|white)|bold|dim|normal|italic|underline|strike|reverse|blink|hide)>/i;

/** Splits a Loguru-style format string into its pieces, or refuses it with the token at fault. */
export function parseFormat(format: string): FormatPiece[] {
  refuseUnusableText(format);
  const pieces: FormatPiece[] = [];
  for (let at = 0; at < format.length; ) {
    const char = format.charAt(at);
    if (char !== "{" && char !== "}") {
      const [text = ""] = /^[^{}]+/.exec(format.slice(at)) ?? [];
      pieces.push({ kind: "text", text });
      at += text.length;
    } else if (format.charAt(at + 1) === char) {
      pieces.push({ kind: "text", text: char });
      at += 2;
    } else {
      const end = char === "{" ? format.indexOf("}", at) : -1;
      if (end < 0) throw refuse(format, char, at, `a lone '${char}' is written '${char}${char}'`);
      pieces.push(...parseToken(format, at, end + 1));
      at = end + 1;
    }
  }
  if (!pieces.some((piece) => piece.kind === "field" && piece.field === "message")) {
    throw new RefusedError(
      `The format '${escapeHidden(format)}' has no {message}: records would not say anything. Add it.`,
    );
  }
  return joinTexts(pieces);
}

function refuseUnusableText(format: string): void {
  const newline = /[\n\r\v\f\u0085\u2028\u2029]/.exec(format);
  if (newline) {
    throw refuse(format, newline[0], newline.index, "a record is one line: take the newline out");
  }
  const blank = /^[ \t]+/.exec(format);
  if (blank) {
    throw refuse(format, blank[0], 0, "a record starts at column 0: begin with a token or a word");
  }
  const colour = colourMarkup.exec(format);
  if (colour) throw refuse(format, colour[0], colour.index, "colour markup is not supported");
}

function parseToken(format: string, start: number, end: number): FormatPiece[] {
  const token = format.slice(start, end);
  const [, name = "", key, spec] = /^\{(\w*)(?:\[([^[\]]+)\])?(?::(.*))?\}$/s.exec(token) ?? [];
  if (name === "time" && key === undefined) {
    return parseTime(format, start, token, spec || defaultTimePattern);
  }
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field || (key !== undefined && field !== "extra")) {
    const hint =
      name === "exception" ? "the traceback follows the record by itself" : "no such token";
    throw refuse(format, token, start, hint);
  }
  const piece: FormatPiece = { kind: "field", field };
  if (key !== undefined) piece.key = key;
  if (spec) piece.padding = parsePadding(format, start, token, spec);
  return [piece];
}

function parsePadding(format: string, start: number, token: string, spec: string): Padding {
  const [, align, width] = /^ ?([<>])([1-9]\d?)$/.exec(spec) ?? [];
  if (!align) {
    throw refuse(format, token, start, "only ' <8' and ' >8' (a width from 1 to 99) align a token");
  }
  return { align: align === "<" ? "left" : "right", width: Number(width) };
}

function parseTime(format: string, start: number, token: string, pattern: string): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  // A literal in brackets, a run of one letter, or anything that is no letter.
  for (const [part, literal] of pattern.matchAll(/\[([^[\]]*)\]|([A-Za-z])\2*|[^A-Za-z]/g)) {
    if (literal !== undefined) pieces.push({ kind: "text", text: literal });
    else if (timeParts.has(part)) pieces.push({ kind: "time", part: part as TimePart });
    else if (part === "T" || !/[A-Za-z]/.test(part)) pieces.push({ kind: "text", text: part });
    else {
      const hint = `'${part}' is no part of a time; a literal word is written '[${part}]'`;
      throw refuse(format, token, start, hint);
    }
  }
  return pieces;
}

function joinTexts(pieces: FormatPiece[]): FormatPiece[] {
  const joined: FormatPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === "text" && last?.kind === "text") last.text += piece.text;
    else joined.push(piece.kind === "text" ? { ...piece } : piece);
  }
  return joined;
}

function refuse(format: string, token: string, index: number, problem: string): RefusedError {
  return new RefusedError(
    `The format '${escapeHidden(format)}' has an unusable '${escapeHidden(token)}' at column ${index + 1}: ` +
      `${problem}. Valid tokens: {time}, {time:PATTERN} of YYYY MM DD HH mm ss SSS Z ZZ and ` +
      "[literal], {level}, {module} (or {name}), {function}, {line}, {file}, {message}, " +
      "{process}, {thread}, {extra}, {extra[key]}, each but {time} also as {level: <8} or " +
      "{level: >8}; {{ and }} are braces.",
  );
}
