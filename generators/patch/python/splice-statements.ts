import type { SyntaxNode } from "@lezer/common";
import type { PythonModule } from "./python-module.js";

/**
 * Adds statements, each with its comment, behind a statement; what shares its line stays there. `isApart`: a
 * blank line comes between.
 */
export function spliceBelow(
  { text }: PythonModule,
  statement: SyntaxNode,
  added: string[],
  comment: string,
  isApart = false,
): string {
  const end = statement.from + text.slice(statement.from, statement.to).trimEnd().length;
  const rest = /^[^\S\r\n]*(?:;[^\S\r\n]*)?(?:#[^\r\n]*)?(\r\n|\r|\n|$)/.exec(text.slice(end));
  if (!rest) {
    return text.slice(0, end) + added.map((each) => `; ${each}`).join("") + text.slice(end);
  }
  const lines = added.map((each) => each + comment);
  return insertLines(text, end + rest[0].length, isApart ? ["", ...lines] : lines);
}

/** Adds statements ahead of one and the comments that belong to it; the comments that begin the file stay first. */
export function spliceAbove(
  module: PythonModule,
  statement: SyntaxNode,
  added: string[],
  comment: string,
): string {
  const { text } = module;
  const lines = added.map((each) => each + comment);
  return insertLines(text, findAttached(text, statement.from), lines);
}

/** Adds statements at the end of a text that has none. */
export function spliceLast({ text }: PythonModule, added: string[], comment: string): string {
  return insertLines(
    text,
    text.length,
    added.map((each) => each + comment),
  );
}

/** Whether a statement is the first on its line. */
export function startsLine({ text }: PythonModule, { from }: SyntaxNode): boolean {
  return /(?:^|[\r\n])[^\S\r\n]*$/.test(
    text.slice(Math.max(0, text.lastIndexOf("\n", from - 1)), from),
  );
}

function findAttached(text: string, from: number): number {
  const start = lineStart(text, from);
  let attached = start;
  while (attached > 0) {
    const above = lineStart(
      text,
      /\r\n$/.test(text.slice(0, attached)) ? attached - 2 : attached - 1,
    );
    if (!/^[^\S\r\n]*#/.test(text.slice(above, attached))) break;
    attached = above;
  }
  return text.slice(0, attached).trim() === "" ? start : attached;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function insertLines(text: string, offset: number, added: string[]): string {
  const before = text.slice(0, offset);
  const after = text.slice(offset);
  const newline = nearestNewline(text, offset);
  const isOpen = before !== "" && !/[\r\n]$/.test(before);
  if (isOpen) return before + added.map((line) => newline + line).join("");
  const blanks = Array<string>(countBlanks(after)).fill("");
  return before + [...added, ...blanks].map((line) => line + newline).join("") + after;
}

// black: none ahead of another import, two ahead of a definition, one ahead of other code.
function countBlanks(after: string): number {
  const next = after.replace(/^(?:[^\S\r\n]*#[^\r\n]*(?:\r\n|\r|\n|$))+/, "");
  if (/^[^\S\r\n]*(?:[\r\n]|$)/.test(after) || /^\f?(?:import|from)\b/.test(next)) return 0;
  return /^\f?(?:def|class|async|@)/.test(next) ? 2 : 1;
}

// A file may mix them; the line above decides, as an editor would.
function nearestNewline(text: string, offset: number): string {
  const above = /(\r\n|\r|\n)[^\r\n]*$/.exec(text.slice(0, offset))?.[1];
  return above ?? /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}
