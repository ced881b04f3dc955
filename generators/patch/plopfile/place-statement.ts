import type { ts } from "ts-morph";
import type { FileContext } from "../read-context.js";
import { endOf, hasSemicolon } from "../semicolons.js";
import type { Edit } from "../spawn/append-items.js";
import type { FunctionNode } from "./find-plop-function.js";
import { packName } from "./patch-plopfile.js";

/** Puts the call that loads the pack at the end of a function, laid out as the function is. */
export function placeStatement(
  context: FileContext,
  { body }: FunctionNode,
  parameter: string,
): Edit[] {
  const { ts, tree } = context;
  const style = readStyle(context, body);
  const call = `await ${parameter}.load(${style.quote}${packName}${style.quote})${style.end}`;
  if (!ts.isBlock(body)) return wrapExpression(context, body, parameter, style, call);
  const leaving = body.statements.find(
    (statement) => ts.isReturnStatement(statement) || ts.isThrowStatement(statement),
  );
  if (leaving) return [insert(leaving.getStart(tree), call + gapBefore(context, leaving, style))];
  const last = body.statements.at(-1);
  return [last ? placeAfter(context, last, style, call) : placeInside(context, body, style, call)];
}

interface Style {
  quote: '"' | "'";
  end: ";" | "";
  newline: string;
  /** One step of indentation. */
  unit: string;
}

function placeAfter(
  context: FileContext,
  last: ts.Statement,
  { newline }: Style,
  call: string,
): Edit {
  const { ts, tree } = context;
  const { text } = tree;
  const stop = endOf(context, last);
  const indent = ownIndent(text, last.getStart(tree));
  if (indent === undefined) {
    const glue = /[;}]$/.test(text.slice(0, stop)) ? " " : "; ";
    return insert(stop, glue + call);
  }
  const tail = ts.getTrailingCommentRanges(text, stop)?.at(-1)?.end ?? stop;
  return insert(tail, `${newline}${indent}${call}`);
}

// An empty body may hold comments: they stay above.
function placeInside({ tree }: FileContext, body: ts.Block, style: Style, call: string): Edit {
  const { text } = tree;
  const close = body.end - 1;
  const inside = text.slice(body.getStart(tree) + 1, close);
  const outer = lineIndent(text, body.getStart(tree));
  const indent = outer + style.unit;
  const lineStart = close - (/[^\S\r\n]*$/.exec(text.slice(0, close))?.[0].length ?? 0);
  if (/[\r\n]/.test(inside)) {
    // A blank line, as plop's own example leaves it, is where the first statement goes.
    const isBlank = inside.trim() === "";
    const start = isBlank ? body.getStart(tree) + 1 : lineStart;
    const lead = isBlank ? style.newline : "";
    return { start, end: lineStart, text: `${lead}${indent}${call}${style.newline}` };
  }
  const kept = inside.trim() === "" ? "" : ` ${inside.trim()}`;
  const open = body.getStart(tree) + 1;
  return {
    start: open,
    end: close,
    text: `${kept}${style.newline}${indent}${call}${style.newline}${outer}`,
  };
}

// The expression may be a promise that plop waited for.
function wrapExpression(
  { ts, tree }: FileContext,
  expression: ts.Expression,
  parameter: string,
  { newline, unit, end }: Style,
  call: string,
): Edit[] {
  const { text } = tree;
  const outer = lineIndent(text, expression.parent.getStart(tree));
  const indent = outer + unit;
  const start = expression.getStart(tree);
  const arrow = (expression.parent as ts.ArrowFunction).equalsGreaterThanToken.end;
  const setsGenerator = new RegExp(
    `^${parameter.replaceAll("$", "\\$")}\\.(?:set|add)[A-Z]\\w*\\(`,
  );
  const isSync = ts.isCallExpression(expression) && setsGenerator.test(expression.getText(tree));
  const wait = isSync || ts.isAwaitExpression(expression) ? "" : "await ";
  const isBelow = /[\r\n]/.test(text.slice(arrow, start));
  const open = isBelow
    ? [insert(arrow, " {"), insert(start, wait)]
    : [insert(start, `{${newline}${indent}${wait}`)];
  return [...open, insert(expression.end, `${end}${newline}${indent}${call}${newline}${outer}}`)];
}

function readStyle(context: FileContext, body: ts.ConciseBody): Style {
  const { ts, tree } = context;
  const statements = ts.isBlock(body) ? body.statements : [];
  const ended = [...statements, ...tree.statements].filter(
    (statement) =>
      ts.isExpressionStatement(statement) ||
      ts.isVariableStatement(statement) ||
      ts.isImportDeclaration(statement) ||
      ts.isReturnStatement(statement),
  );
  const withEnd = ended.filter((statement) => hasSemicolon(context, statement)).length;
  const quotes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) quotes.push(node.getText(tree).charAt(0));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const single = quotes.filter((quote) => quote === "'").length;
  return {
    quote: single * 2 > quotes.length ? "'" : '"',
    end: ended.length === 0 || withEnd * 2 >= ended.length ? ";" : "",
    newline: /\r\n|\r|\n/.exec(tree.text)?.[0] ?? "\n",
    unit: /(?:^|[\r\n])([ \t]+)(?=[^\s*])/.exec(tree.text)?.[1] ?? "  ",
  };
}

function gapBefore(
  { tree }: FileContext,
  statement: ts.Statement,
  { newline, end }: Style,
): string {
  const indent = ownIndent(tree.text, statement.getStart(tree));
  if (indent === undefined) return end === "" ? "; " : " ";
  return newline + indent;
}

/** What stands ahead of an offset on its line, when that is nothing but blanks. */
function ownIndent(text: string, offset: number): string | undefined {
  // Files without semicolons have one ahead of a bracket.
  return /(?:^|[\r\n])([^\S\r\n]*);?$/.exec(text.slice(0, offset))?.[1];
}

function lineIndent(text: string, offset: number): string {
  return /(?:^|[\r\n])([^\S\r\n]*)[^\r\n]*$/.exec(text.slice(0, offset))?.[1] ?? "";
}

function insert(start: number, text: string): Edit {
  return { start, end: start, text };
}
