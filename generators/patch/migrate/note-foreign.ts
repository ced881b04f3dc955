import type { Note } from "../../target/target.js";
import { lineOf, parseSource } from "../parse-source.js";
import { judgeConsole } from "./judge-console.js";
import type { Foreign } from "./place-sources.js";
import { readDecoded, type SourceReader } from "./read-sources.js";

/** What is said of a file that is none of the service's: one note, however much is in it, and none without the console. */
export function noteForeign(reader: SourceReader, file: string, { kind, text }: Foreign): Note[] {
  const decoded = readDecoded(reader, file);
  if (!decoded) return [];
  if (decoded.text.length > maxLength) return [{ file, text, kind }];
  const source = parseSource(reader.ts, file, decoded.text.replace(/^\uFEFF/, ""));
  if ("reason" in source) return [];
  const { calls, left } = judgeConsole(source);
  const lines = [...calls.map(({ node }) => lineOf(source, node)), ...left.map(({ line }) => line)];
  if (lines.length === 0) return [];
  const uses = lines.length === 1 ? "1 use" : `${lines.length} uses`;
  return [{ file, line: Math.min(...lines), text: `${text}; ${uses} of 'console' left`, kind }];
}

// What is larger is worth no parsing only to be counted.
const maxLength = 1_000_000;
