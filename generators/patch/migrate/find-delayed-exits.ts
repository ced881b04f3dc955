import type { ts } from "ts-morph";
import type { TypeScript } from "../parse-source.js";
import type { FileContext } from "../read-context.js";
import { unwrap } from "../resolve-references.js";
import { findFreeNames } from "./find-free-names.js";
import { type OpenModule, readWait, soleExpression, type Wait } from "./read-wait.js";

/** A `process.exit` that is put off: for a log to be written, most likely. */
export interface DelayedExit {
  exit: ts.CallExpression;
  /** The statements that put it off, the exit's own included, as they follow one another. */
  statements: ts.Statement[];
  /** What follows runs before the exit: `setTimeout(() => process.exit(1), 100)`. */
  returnsAtOnce: boolean;
  wait: Wait;
}

/** Finds the exits that wait for a time, or for a logger's end. */
export function findDelayedExits(context: FileContext, openModule: OpenModule): DelayedExit[] {
  const { ts } = context;
  return findProcess(context).flatMap((owner) => {
    const exit = readExit(ts, owner);
    if (!exit) return [];
    const found =
      findAwaited(context, exit, openModule) ?? findScheduled(context, exit, openModule);
    return found ? [found] : [];
  });
}

/** The list that a statement stands in. */
export function siblingsOf(ts: TypeScript, statement: ts.Statement): readonly ts.Statement[] {
  const { parent } = statement;
  const isList =
    ts.isBlock(parent) ||
    ts.isSourceFile(parent) ||
    ts.isModuleBlock(parent) ||
    ts.isCaseOrDefaultClause(parent);
  return isList ? parent.statements : [statement];
}

// The global, or the import of the same object.
function findProcess(context: FileContext): ts.Identifier[] {
  const found = findFreeNames(context, new Set(["process"])).get("process");
  if (!found) return [];
  const isImported = /\bfrom\s*["'](?:node:)?process["']/.test(context.tree.text);
  return isImported && context.bindings.get("process")
    ? [...found.free, ...found.shadowed]
    : found.free;
}

function readExit(ts: TypeScript, owner: ts.Identifier): ts.CallExpression | undefined {
  const callee = owner.parent;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "exit") return undefined;
  const call = callee.parent;
  return ts.isCallExpression(call) && call.expression === callee && !call.questionDotToken
    ? call
    : undefined;
}

// await delay(100); process.exit(1);
function findAwaited(
  context: FileContext,
  exit: ts.CallExpression,
  openModule: OpenModule,
): DelayedExit | undefined {
  const { ts } = context;
  const statement = exit.parent;
  if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return undefined;
  const siblings = siblingsOf(ts, statement);
  const before = siblings[siblings.indexOf(statement) - 1];
  if (!before || !ts.isExpressionStatement(before)) return undefined;
  if (!ts.isAwaitExpression(before.expression)) return undefined;
  const wait = readWait(context, before.expression.expression, openModule);
  return wait && { exit, statements: [before, statement], returnsAtOnce: false, wait };
}

// setTimeout(() => process.exit(1), 100), delay(100).then(() => process.exit(1)),
// and what waits for a logger: logger.on("finish", () => process.exit(1)).
function findScheduled(
  context: FileContext,
  exit: ts.CallExpression,
  openModule: OpenModule,
): DelayedExit | undefined {
  const { ts } = context;
  const callback = callbackOf(ts, exit);
  const call = callback?.parent;
  if (!callback || !call || !ts.isCallExpression(call)) return undefined;
  const statement = call.parent;
  const wait = readSchedule(context, call, openModule);
  if (!wait) return undefined;
  if (!ts.isExpressionStatement(statement)) return undefined;
  return { exit, statements: [statement], returnsAtOnce: true, wait };
}

function callbackOf(
  ts: TypeScript,
  exit: ts.CallExpression,
): ts.ArrowFunction | ts.FunctionExpression | undefined {
  const statement = ts.isExpressionStatement(exit.parent) ? exit.parent : exit;
  const callback = ts.isBlock(statement.parent) ? statement.parent.parent : statement.parent;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  return soleExpression(ts, callback) === exit ? callback : undefined;
}

function readSchedule(
  context: FileContext,
  call: ts.CallExpression,
  openModule: OpenModule,
): Wait | undefined {
  const { ts, constants } = context;
  const callee = call.expression;
  if (ts.isIdentifier(callee)) {
    if (callee.text === "setImmediate") return { ms: 0 };
    if (callee.text !== "setTimeout") return undefined;
    const [, ms] = call.arguments;
    const value = ms && ts.isIdentifier(ms) ? constants.get(ms.text) : ms;
    return value && ts.isNumericLiteral(value) ? { ms: Number(value.text) } : {};
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { name } = callee;
  if (name.text === "then") return readWait(context, unwrap(ts, callee.expression), openModule);
  const [event] = call.arguments;
  const isFinish =
    /^(?:on|once)$/.test(name.text) &&
    event !== undefined &&
    ts.isStringLiteralLike(event) &&
    /^(?:finish|close)$/.test(event.text);
  const isEnd = /^(?:end|flush|close|shutdown)$/.test(name.text) && call.arguments.length === 1;
  const isLogger = /log/i.test(callee.expression.getText());
  return isLogger && (isFinish || isEnd) ? {} : undefined;
}
