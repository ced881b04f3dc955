import path from "node:path";
import type { ts } from "ts-morph";
import { readLocation } from "../read-location.js";
import { unwrap } from "../resolve-references.js";
import { combineTexts, computed, isComputed, maxTexts, unknownText } from "./combine-texts.js";
import { findConstant } from "./find-constant.js";
import { findValue } from "./find-property.js";
import { findVariable } from "./process-env.js";
import { readPathCall, readUrl } from "./read-path.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

/** The place that a file's own code runs from; absolute. */
export interface Here {
  /** The package: what a process's working directory is taken for. */
  root: string;
  /** The folder of the file, of its source or of what is built from it. */
  dir: string;
}

const maxDepth = 20;

/**
 * The texts that an expression can have, likeliest first; what can't be told stands in them as
 * `${…}`, a variable of the environment as `${process.env.NAME}`.
 */
export function readTexts(
  context: SpawnContext,
  expression: ts.Expression,
  here: Here,
  depth = 0,
): string[] {
  const { ts } = context;
  const node = unwrap(ts, expression);
  if (depth > maxDepth) return [unknownText(node)];
  const read = (child: ts.Expression): string[] => readTexts(context, child, here, depth + 1);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isNumericLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return joinTexts([
      [node.head.text],
      ...node.templateSpans.flatMap((span) => [read(span.expression), [span.literal.text]]),
    ]);
  }
  const location = readPlace(context, node, here);
  if (location !== undefined) return [location];
  if (ts.isIdentifier(node)) {
    const constant = findConstant(context, node);
    return constant ? read(constant.value) : [unknownText(node)];
  }
  if (ts.isBinaryExpression(node)) return readBinary(context, node, read);
  if (ts.isConditionalExpression(node)) return readConditional(node, read);
  if (ts.isPropertyAccessExpression(node)) return readProperty(context, node, read);
  if (ts.isElementAccessExpression(node)) return [readElement(context, node)];
  if (ts.isNewExpression(node)) return readUrl(context, node, here, read);
  return ts.isCallExpression(node) ? readPathCall(context, node, here, read) : [unknownText(node)];
}

type Read = (child: ts.Expression) => string[];

function readPlace(context: SpawnContext, node: ts.Expression, here: Here): string | undefined {
  const { ts, file } = context;
  // A parameter that is called like one of the idioms is none.
  if (ts.isIdentifier(node) && context.declarationOf(node) && !findConstant(context, node)) {
    return undefined;
  }
  const location = readLocation(context, node);
  if (location === "dir" || location === "dir-url") return here.dir;
  return location && path.posix.join(here.dir, path.posix.basename(file));
}

function readBinary(context: SpawnContext, node: ts.BinaryExpression, read: Read): string[] {
  const { SyntaxKind } = context.ts;
  const kind = node.operatorToken.kind;
  if (kind === SyntaxKind.PlusToken) return joinTexts([read(node.left), read(node.right)]);
  if (kind !== SyntaxKind.BarBarToken && kind !== SyntaxKind.QuestionQuestionToken) {
    return [unknownText(node)];
  }
  // A setting with a default: the default says what it is about.
  const texts = read(node.right);
  return texts.some(isComputed) ? [...read(node.left), ...texts] : texts;
}

// A service runs where its developers do not: of two systems, the one that isn't Windows.
function readConditional(node: ts.ConditionalExpression, read: Read): string[] {
  const condition = node.condition.getText();
  const whenTrue = read(node.whenTrue);
  const whenFalse = read(node.whenFalse);
  if (/win32|isWin/i.test(condition)) return /!==?|!is/.test(condition) ? whenTrue : whenFalse;
  return [...whenTrue, ...whenFalse].slice(0, maxTexts);
}

function readProperty(
  context: SpawnContext,
  node: ts.PropertyAccessExpression,
  read: Read,
): string[] {
  const { ts } = context;
  const callee = resolveCallee(context, node);
  if (callee && calleeName(callee) === "process.execPath") return ["node"];
  const variable = readVariable(context, node);
  if (variable !== undefined) return [variable];
  if (node.name.text === "pathname" || node.name.text === "href") return read(node.expression);
  const owner = unwrap(ts, node.expression);
  const literal = ts.isIdentifier(owner) ? findConstant(context, owner)?.value : undefined;
  const value =
    literal && ts.isObjectLiteralExpression(literal) && findValue(ts, literal, node.name.text);
  return value ? read(value) : [unknownText(node)];
}

function readElement(context: SpawnContext, node: ts.ElementAccessExpression): string {
  const callee = resolveCallee(context, node.expression);
  const isNode = callee && calleeName(callee) === "process.argv";
  if (isNode && node.argumentExpression.getText() === "0") return "node";
  const text = node.getText();
  return readVariable(context, node) ?? (/^[\w.]+\[\d+\]$/.test(text) ? `\${${text}}` : computed);
}

function readVariable(context: SpawnContext, node: ts.Expression): string | undefined {
  const variable = findVariable(context, node);
  return variable === undefined ? undefined : `\${process.env.${variable}}`;
}

function joinTexts(parts: string[][]): string[] {
  return combineTexts(parts).map((texts) => texts.join(""));
}
