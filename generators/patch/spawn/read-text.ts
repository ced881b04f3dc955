import path from "node:path";
import type { ts } from "ts-morph";
import { readLocation } from "../read-location.js";
import { unwrap } from "../resolve-references.js";
import { findConstant } from "./find-constant.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

/** The place that a file's own code runs from; absolute. */
export interface Here {
  /** The package: what a process's working directory is taken for. */
  root: string;
  /** The folder of the file, of its source or of what is built from it. */
  dir: string;
}

/** Stands for what can't be told. */
export const computed = `\${…}`;

const maxTexts = 8;
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
  if (depth > maxDepth) return [unknown(node)];
  const read = (child: ts.Expression): string[] => readTexts(context, child, here, depth + 1);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isNumericLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return joinAll([
      [node.head.text],
      ...node.templateSpans.flatMap((span) => [read(span.expression), [span.literal.text]]),
    ]);
  }
  const location = readPlace(context, node, here);
  if (location !== undefined) return [location];
  if (ts.isIdentifier(node)) {
    const constant = findConstant(context, node);
    return constant ? read(constant.value) : [unknown(node)];
  }
  if (ts.isBinaryExpression(node)) return readBinary(context, node, read);
  if (ts.isConditionalExpression(node)) return readConditional(node, read);
  if (ts.isPropertyAccessExpression(node)) return readProperty(context, node, read);
  if (ts.isElementAccessExpression(node)) return [readElement(context, node)];
  if (ts.isNewExpression(node)) return readUrl(context, node, here, read);
  return ts.isCallExpression(node) ? readCall(context, node, here, read) : [unknown(node)];
}

/** The words of a list of arguments; one that can't be told stands for all of them. */
export function readWords(
  context: SpawnContext,
  expression: ts.Expression | undefined,
  here: Here,
  depth = 0,
): string[] {
  const { ts } = context;
  if (!expression || depth > maxDepth) return [];
  const node = unwrap(ts, expression);
  if (ts.isIdentifier(node)) {
    if (node.text === "undefined") return [];
    const constant = findConstant(context, node);
    return constant ? readWords(context, constant.value, here, depth + 1) : [unknown(node)];
  }
  if (node.kind === ts.SyntaxKind.NullKeyword) return [];
  if (!ts.isArrayLiteralExpression(node)) return readList(context, node, here, depth);
  return node.elements.flatMap((element) =>
    ts.isSpreadElement(element)
      ? isNodeFlags(context, element.expression)
        ? []
        : readWords(context, element.expression, here, depth + 1)
      : (readTexts(context, element, here)[0] ?? unknown(element)),
  );
}

/** Whether a text holds a part that can't be told. */
export function isComputed(text: string): boolean {
  return text.includes("${");
}

// Flags of the node that runs now, which the child gets too.
function isNodeFlags(context: SpawnContext, expression: ts.Expression): boolean {
  const callee = resolveCallee(context, expression);
  return callee !== undefined && calleeName(callee) === "process.execArgv";
}

type Read = (child: ts.Expression) => string[];

// `["x.js"].concat(more)`: its beginning is what names the script.
function readList(context: SpawnContext, node: ts.Expression, here: Here, depth: number): string[] {
  const { ts } = context;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (name.text === "concat") {
      return [...readWords(context, expression, here, depth + 1), computed];
    }
    if (name.text === "split" || name.text === "filter") {
      const [text = ""] = readTexts(context, expression, here);
      if (!isComputed(text)) return text.split(" ");
    }
  }
  return [unknown(node)];
}

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
  if (kind === SyntaxKind.PlusToken) return joinAll([read(node.left), read(node.right)]);
  if (kind !== SyntaxKind.BarBarToken && kind !== SyntaxKind.QuestionQuestionToken) {
    return [unknown(node)];
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
  const variable = variableOf(context, node);
  if (variable !== undefined) return [variable];
  if (node.name.text === "pathname" || node.name.text === "href") return read(node.expression);
  const owner = unwrap(ts, node.expression);
  const constant = ts.isIdentifier(owner) ? findConstant(context, owner) : undefined;
  if (constant && ts.isObjectLiteralExpression(constant.value)) {
    const property = constant.value.properties.find(
      ({ name }) => name && ts.isIdentifier(name) && name.text === node.name.text,
    );
    if (property && ts.isPropertyAssignment(property)) return read(property.initializer);
  }
  return [unknown(node)];
}

function readElement(context: SpawnContext, node: ts.ElementAccessExpression): string {
  const callee = resolveCallee(context, node.expression);
  const isNode = callee && calleeName(callee) === "process.argv";
  if (isNode && node.argumentExpression.getText() === "0") return "node";
  const text = node.getText();
  return variableOf(context, node) ?? (/^[\w.]+\[\d+\]$/.test(text) ? `\${${text}}` : computed);
}

function variableOf(context: SpawnContext, node: ts.Expression): string | undefined {
  const callee = resolveCallee(context, node);
  const [owner, name] = callee?.module === "process" ? callee.members : [];
  return owner === "env" && name !== undefined ? `\${process.env.${name}}` : undefined;
}

function readUrl(context: SpawnContext, node: ts.NewExpression, here: Here, read: Read): string[] {
  const [relative, base] = node.arguments ?? [];
  if (node.expression.getText() !== "URL" || !relative) return [unknown(node)];
  if (!base) return read(relative);
  const isHere = readLocation(context, base) === "url";
  return isHere ? read(relative).map((text) => joinPath([here.dir, text])) : [unknown(node)];
}

function readCall(
  context: SpawnContext,
  node: ts.CallExpression,
  here: Here,
  read: Read,
): string[] {
  const { ts } = context;
  const [first] = node.arguments;
  const written = node.expression.getText();
  if (written === "require.resolve" || written === "import.meta.resolve") {
    return (first ? read(first) : [unknown(node)]).map((text) =>
      text.startsWith(".")
        ? path.posix.join(here.dir, text)
        : path.posix.join(here.root, "node_modules", text),
    );
  }
  if (ts.isPropertyAccessExpression(node.expression)) {
    if (/^(?:toString|trim)$/.test(node.expression.name.text))
      return read(node.expression.expression);
  }
  if (written === "String" && first) return read(first);
  const callee = resolveCallee(context, node.expression);
  const name = callee ? calleeName(callee).replace(/^path\.posix\./, "path.") : "";
  if (name === "process.cwd") return [here.root];
  if (name === "url.fileURLToPath" || name === "path.normalize") return first ? read(first) : [];
  if (name === "path.dirname")
    return first ? read(first).map((text) => path.posix.dirname(text)) : [];
  if (name !== "path.join" && name !== "path.resolve") return [unknown(node)];
  const parts = node.arguments.map(read);
  const joined = combine(parts).map((texts) =>
    name === "path.join" ? path.posix.normalize(texts.join("/")) : joinPath(texts),
  );
  return name === "path.join"
    ? joined
    : joined.map((text) =>
        isComputed(text) || path.posix.isAbsolute(text) ? text : path.posix.join(here.root, text),
      );
}

function joinPath(parts: string[]): string {
  const from = parts.findLastIndex((part) => path.posix.isAbsolute(part));
  return path.posix.normalize(parts.slice(Math.max(from, 0)).join("/"));
}

function combine(parts: string[][]): string[][] {
  return parts.reduce<string[][]>(
    (all, texts) => all.flatMap((head) => texts.map((text) => [...head, text])).slice(0, maxTexts),
    [[]],
  );
}

function joinAll(parts: string[][]): string[] {
  return combine(parts).map((texts) => texts.join(""));
}

function unknown(node: ts.Node): string {
  const text = node.getText();
  return /^[\w.$]{1,40}$/.test(text) ? `\${${text}}` : computed;
}
