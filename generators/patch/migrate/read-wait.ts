import type { ts } from "ts-morph";
import type { FileContext } from "../read-context.js";
import { resolveReference, unwrap } from "../resolve-references.js";

/** A wait for some milliseconds; without a number where that is not written out. */
export interface Wait {
  ms?: number;
  /** The name in this file that the wait is called by. */
  helper?: string;
}

/** Another file of the package, by a specifier in this one. */
export type OpenModule = (specifier: string) => FileContext | undefined;

type Callable = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** What an expression waits for: `new Promise((r) => setTimeout(r, 100))`, `delay(100)`; undefined for all else. */
export function readWait(
  context: FileContext,
  expression: ts.Expression,
  openModule: OpenModule,
): Wait | undefined {
  const { ts } = context;
  const node = unwrap(ts, expression);
  const promised = readPromise(context, node);
  if (promised) return withMs(context, promised);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(ts, node.expression);
  const helper = ts.isIdentifier(callee) ? callee.text : undefined;
  const [first] = node.arguments;
  if (isTimer(context, callee)) return { ...withMs(context, first), ...named(helper) };
  const [found, home] = findHelper(context, callee, openModule);
  if (!found || !home) return undefined;
  const wait = readBody(home, found);
  if (wait === undefined) return undefined;
  const [parameter] = found.parameters;
  const isGiven = wait !== true && parameter !== undefined && isNameOf(home, wait, parameter);
  if (isGiven) return { ...withMs(context, first ?? parameter.initializer), ...named(helper) };
  return { ...withMs(home, wait === true ? undefined : wait), ...named(helper) };
}

function named(helper: string | undefined): Pick<Wait, "helper"> {
  return helper === undefined ? {} : { helper };
}

function withMs({ ts, constants }: FileContext, node: ts.Expression | true | undefined): Wait {
  if (node === undefined || node === true) return {};
  const value = ts.isIdentifier(node) ? constants.get(node.text) : node;
  return value && ts.isNumericLiteral(value) ? { ms: Number(value.text) } : {};
}

// `new Promise((resolve) => setTimeout(resolve, 100))`: the milliseconds; true where none are given.
function readPromise({ ts }: FileContext, node: ts.Expression): ts.Expression | true | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== "Promise") return undefined;
  const [executor] = node.arguments ?? [];
  if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor)))
    return undefined;
  const [resolve] = executor.parameters;
  const call = soleExpression(ts, executor);
  if (!resolve || !call || !ts.isCallExpression(call)) return undefined;
  const [callback, ms] = call.arguments;
  if (call.expression.getText() !== "setTimeout" || !callback) return undefined;
  return settles(ts, callback, resolve.name.getText()) ? (ms ?? true) : undefined;
}

// `resolve`, `() => resolve()`.
function settles(ts: FileContext["ts"], callback: ts.Expression, resolve: string): boolean {
  if (ts.isIdentifier(callback)) return callback.text === resolve;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  const call = soleExpression(ts, callback);
  return call !== undefined && ts.isCallExpression(call) && call.expression.getText() === resolve;
}

/** The one expression that a function consists of. */
export function soleExpression(
  ts: FileContext["ts"],
  { body }: { body?: ts.ConciseBody | undefined },
): ts.Expression | undefined {
  if (body === undefined) return undefined;
  if (!ts.isBlock(body)) return unwrap(ts, body);
  const [statement, other] = body.statements;
  if (!statement || other) return undefined;
  if (ts.isExpressionStatement(statement)) return statement.expression;
  return ts.isReturnStatement(statement) ? statement.expression : undefined;
}

// `timers/promises`, the package `delay`, and what is promisified.
function isTimer(context: FileContext, callee: ts.Expression): boolean {
  const { ts, bindings, constants } = context;
  const reference = resolveReference(ts, callee, bindings);
  const members = reference?.members.join(".");
  if (reference?.module === "timers/promises") return members === "setTimeout";
  if (reference?.module === "timers") return members === "promises.setTimeout";
  if (reference?.module === "delay") return members === "" || members === "delay";
  const made = ts.isIdentifier(callee) ? constants.get(callee.text) : callee;
  if (!made || !ts.isCallExpression(made)) return false;
  const maker = resolveReference(ts, made.expression, bindings);
  const isPromisify = maker?.module === "util" && maker.members.join(".") === "promisify";
  return isPromisify && made.arguments[0]?.getText() === "setTimeout";
}

function findHelper(
  context: FileContext,
  callee: ts.Expression,
  openModule: OpenModule,
): [Callable | undefined, FileContext | undefined] {
  const { ts, bindings } = context;
  const reference = resolveReference(ts, callee, bindings);
  if (reference !== undefined) {
    const [name = "default", ...more] = reference.members;
    const home = more.length === 0 ? openModule(reference.module) : undefined;
    return [home && findFunction(home, name), home];
  }
  return ts.isIdentifier(callee)
    ? [findFunction(context, callee.text), context]
    : [undefined, undefined];
}

function findFunction({ ts, tree, constants }: FileContext, name: string): Callable | undefined {
  const value = constants.get(name);
  if (value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return value;
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      const isDefault = statement.modifiers?.some(
        ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
      );
      if (statement.name?.text === name || (name === "default" && isDefault)) return statement;
    }
    const assigned =
      ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)
        ? statement.expression
        : undefined;
    const target = assigned?.left.getText();
    const isExported =
      target === `exports.${name}` ||
      target === `module.exports.${name}` ||
      (name === "default" && target === "module.exports");
    const made = isExported ? assigned?.right : undefined;
    if (made && (ts.isArrowFunction(made) || ts.isFunctionExpression(made))) return made;
  }
  return undefined;
}

// The milliseconds that a helper waits, as its body writes them.
function readBody(home: FileContext, helper: Callable): ts.Expression | true | undefined {
  const made = soleExpression(home.ts, helper);
  if (made === undefined) return undefined;
  const awaited = home.ts.isAwaitExpression(made) ? made.expression : made;
  return readPromise(home, awaited);
}

function isNameOf(
  { ts }: FileContext,
  node: ts.Expression,
  parameter: ts.ParameterDeclaration,
): boolean {
  return ts.isIdentifier(node) && node.text === parameter.name.getText();
}
