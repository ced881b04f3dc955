import type { ts } from "ts-morph";
import type { FileContext } from "../read-context.js";
import { endOf } from "../semicolons.js";
import type { Edit } from "../spawn/append-items.js";
import type { ExitIdiom } from "./judge-exit.js";

/** Makes the record's call the exit's, with its code, and takes the wait and the exit out; comments stay. */
export function editExit(
  context: FileContext,
  { log, code, removed }: ExitIdiom,
  exitWithReason: string,
): Edit[] {
  const { tree } = context;
  const callee = log.expression;
  const reason = log.arguments[0] ?? log;
  return [
    { start: callee.getStart(tree), end: callee.end, text: exitWithReason },
    { start: reason.end, end: reason.end, text: `, ${code}` },
    ...removed.map((statement) => takeOut(context, statement)),
  ];
}

// With its line where it has one to itself; else with the blanks that set it apart.
function takeOut(context: FileContext, statement: ts.Statement): Edit {
  const { text } = context.tree;
  const from = statement.getStart(context.tree);
  const to = endOf(context, statement);
  const start = from - (/[^\S\r\n]*$/.exec(text.slice(0, from))?.[0].length ?? 0);
  const end = to + (/^[^\S\r\n]*/.exec(text.slice(to))?.[0].length ?? 0);
  const newline = /^(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0] ?? "";
  const isLineStart = start === 0 || /[\r\n]/.test(text.charAt(start - 1));
  const isLineEnd = newline !== "" || end === text.length;
  if (isLineStart && isLineEnd) return { start, end: end + newline.length, text: "" };
  return isLineStart ? { start: from, end, text: "" } : { start, end: to, text: "" };
}
