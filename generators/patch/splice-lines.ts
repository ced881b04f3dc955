import type { ts } from "ts-morph";
import { withoutDirectives } from "./find-insertion.js";
import type { FileContext } from "./read-context.js";
import { endOf } from "./semicolons.js";
import { findHeaderEnd, isImportLike } from "./sort-header.js";

/** What is added: whole statements, and the comment above them where they get lines of their own. */
export interface AddedLines {
  statements: string[];
  comment?: string;
  /** A blank line after them, whatever follows. */
  blankAfter: boolean;
}

/** A place in the text, and what surrounds it there. */
interface Place {
  offset: number;
  kind: "own-lines" | "last-lines" | "behind-code" | "ahead-of-code";
  /** The first statement after the place is neither an import nor a require. */
  beforeCode: boolean;
}

/** Adds lines after a statement, or ahead of all but the directives and the file's header; nothing else changes. */
export function spliceLines(
  context: FileContext,
  after: ts.Statement | undefined,
  added: AddedLines,
): string {
  const { text } = context.tree;
  const place = after ? placeAfter(context, after) : placeFirst(context);
  return text.slice(0, place.offset) + layOut(text, place, added) + text.slice(place.offset);
}

/** Adds lines right above a statement and what is attached to it. */
export function spliceAbove(
  context: FileContext,
  statement: ts.Statement,
  added: AddedLines,
): string {
  const { text } = context.tree;
  const place = placeAbove(context, statement, statement.getStart(context.tree));
  return text.slice(0, place.offset) + layOut(text, place, added) + text.slice(place.offset);
}

function placeFirst(context: FileContext): Place {
  const { tree } = context;
  const [first] = withoutDirectives(context);
  if (first) return placeAbove(context, first, findHeaderEnd(context, first));
  const directive = tree.statements.at(-1);
  if (directive) return placeAfter(context, directive);
  const isOpen = tree.text !== "" && !/[\r\n]$/.test(tree.text);
  return {
    offset: tree.text.length,
    kind: isOpen ? "last-lines" : "own-lines",
    beforeCode: false,
  };
}

function placeAbove({ ts, tree }: FileContext, statement: ts.Statement, start: number): Place {
  const lineStart = start - (/[^\S\r\n]*$/.exec(tree.text.slice(0, start))?.[0].length ?? 0);
  const isLineStart = lineStart === 0 || /[\r\n]/.test(tree.text.charAt(lineStart - 1));
  const beforeCode = !isImportLike(ts, statement);
  if (isLineStart) return { offset: lineStart, kind: "own-lines", beforeCode };
  return { offset: start, kind: "ahead-of-code", beforeCode };
}

function placeAfter({ ts, tree }: FileContext, statement: ts.Statement): Place {
  const { text } = tree;
  const statementEnd = endOf({ ts, tree }, statement);
  const comments = ts.getTrailingCommentRanges(text, statementEnd) ?? [];
  const end = comments.at(-1)?.end ?? statementEnd;
  const blank = /^[^\S\r\n]*/.exec(text.slice(end))?.[0].length ?? 0;
  const newline = /^(?:\r\n|\r|\n)/.exec(text.slice(end + blank))?.[0];
  const beforeCode = false;
  if (newline !== undefined) {
    return { offset: end + blank + newline.length, kind: "own-lines", beforeCode };
  }
  if (end + blank === text.length) return { offset: text.length, kind: "last-lines", beforeCode };
  return { offset: statementEnd, kind: "behind-code", beforeCode };
}

function layOut(text: string, place: Place, added: AddedLines): string {
  const onOneLine = added.statements.map((statement) => `${statement.replace(/;$/, "")};`);
  if (place.kind === "behind-code") return onOneLine.map((statement) => ` ${statement}`).join("");
  if (place.kind === "ahead-of-code") return onOneLine.map((statement) => `${statement} `).join("");
  const newline = nearestNewline(text, place.offset);
  const lines = added.comment ? [added.comment, ...added.statements] : [...added.statements];
  if (place.kind === "last-lines") return lines.map((line) => newline + line).join("");
  const rest = text.slice(place.offset);
  const needsBlank = (added.blankAfter || place.beforeCode) && /^[^\S\r\n]*[^\s]/.test(rest);
  if (needsBlank) lines.push("");
  return lines.map((line) => line + newline).join("");
}

// A file may mix them; the line above decides, as an editor would.
function nearestNewline(text: string, offset: number): string {
  const above = /(\r\n|\r|\n)[^\r\n]*$/.exec(text.slice(0, offset))?.[1];
  return above ?? /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}
