import type { ts } from "ts-morph";
import { lineOf, type Source, type TypeScript } from "../parse-source.js";
import { isAssignment } from "../read-context.js";
import { isWrapper } from "../resolve-references.js";
import { findFreeNames } from "./find-free-names.js";
import type { LeftPlace } from "./migrate.js";
import { runsInPage } from "./runs-in-page.js";

/** A call that becomes one of the logger. */
export interface ConsoleCall {
  node: ts.CallExpression;
  callee: ts.PropertyAccessExpression;
  /** The global that becomes the logger. */
  owner: ts.Identifier;
  /** The logger's method. */
  method: LogLevel;
}

export type LogLevel = "debug" | "info" | "warning" | "error";

/** The logger's method for each of the console's. */
export const methods: ReadonlyMap<string, LogLevel> = new Map([
  ["log", "info"],
  ["info", "info"],
  ["debug", "debug"],
  ["warn", "warning"],
  ["error", "error"],
]);

/** Finds every mention of the global `console`: the calls that become the logger's, and what stays with its reason. */
export function judgeConsole(source: Source): { calls: ConsoleCall[]; left: LeftPlace[] } {
  const found = findFreeNames(source, names).get("console");
  const calls: ConsoleCall[] = [];
  const left: LeftPlace[] = [];
  const leave = (node: ts.Node, [kind, text]: Reason): void => {
    left.push({ line: lineOf(source, node), kind, text });
  };
  for (const node of found?.shadowed ?? [])
    leave(node, ["shadowed", "'console' is no global here, but a name of the file's own"]);
  for (const owner of found?.free ?? []) {
    const judged = judge(source, owner);
    if ("node" in judged) calls.push(judged);
    else leave(owner, judged);
  }
  for (const node of findThroughGlobal(source))
    leave(node, ["global", "'console' is reached through the global object"]);
  return { calls, left: left.sort((a, b) => a.line - b.line) };
}

type Reason = readonly [kind: string, text: string];

const names = new Set(["console"]);

function judge(source: Source, owner: ts.Identifier): ConsoleCall | Reason {
  const { ts } = source;
  const callee = owner.parent;
  if (ts.isElementAccessExpression(callee) && callee.expression === owner)
    return ["computed", "the method of 'console' is computed"];
  if (!ts.isPropertyAccessExpression(callee)) return judgeValue(ts, owner);
  const name = `console.${callee.name.text}`;
  const node = callee.parent;
  if (isWrittenTo(ts, callee))
    return ["replaced", `'${name}' is replaced here; the logger does not pass through it`];
  if (!ts.isCallExpression(node) || node.expression !== callee)
    return ["value", `'${name}' is passed on, not called`];
  if (callee.questionDotToken || node.questionDotToken)
    return ["optional", "is called only where it exists"];
  const method = methods.get(callee.name.text);
  if (method === undefined) return [name, describeOther(callee.name.text)];
  const reason = refuseCall(source, node, method);
  return reason ?? { node, callee, owner, method };
}

function judgeValue(ts: TypeScript, owner: ts.Identifier): Reason {
  const { parent } = owner;
  if (ts.isVariableDeclaration(parent) && parent.initializer === owner)
    return ts.isIdentifier(parent.name)
      ? ["alias", `'console' gets another name here, '${parent.name.text}'`]
      : ["destructured", "methods are taken out of 'console' here"];
  const isType = ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent);
  if (ts.isTypeOfExpression(parent) || isType) return ["type", "only asks what 'console' is"];
  if (isWrapper(ts, parent)) return ["cast", "'console' is called by way of another expression"];
  return ["value", "'console' is passed on as a value"];
}

function isWrittenTo(ts: TypeScript, node: ts.Expression): boolean {
  const { parent } = node;
  return (isAssignment(ts, parent) && parent.left === node) || ts.isDeleteExpression(parent);
}

function describeOther(method: string): string {
  const what =
    method === "trace"
      ? "prints a stack without an error, which no method of the logger does"
      : "has no like in the logger";
  return `'console.${method}' ${what}`;
}

function refuseCall({ ts }: Source, call: ts.CallExpression, method: LogLevel): Reason | undefined {
  const [first, second] = call.arguments;
  const isBlank =
    first === undefined ||
    (second === undefined && ts.isStringLiteralLike(first) && first.text.trim() === "");
  if (isBlank) return ["blank", "prints an empty line, which is no record"];
  const isOutput = method === "info" && second === undefined && isJson(ts, first);
  if (isOutput)
    return ["json", "prints JSON and nothing else, which a program may read from standard output"];
  if (isValueUsed(ts, call)) return ["used", "the value of the call is used"];
  if (runsInPage(ts, call)) return ["page", "runs in a browser's page"];
  return undefined;
}

function isJson(ts: TypeScript, node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === "JSON.stringify";
}

// The console's methods and the logger's all return undefined; but who reads that meant something else.
function isValueUsed(ts: TypeScript, node: ts.Node): boolean {
  const { parent } = node;
  if (
    ts.isParenthesizedExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node)
  )
    return isValueUsed(ts, parent);
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const { CommaToken, AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } =
      ts.SyntaxKind;
    if (kind === CommaToken && parent.left === node) return false;
    const isPassedUp = [
      CommaToken,
      AmpersandAmpersandToken,
      BarBarToken,
      QuestionQuestionToken,
    ].some((each) => each === kind);
    return !isPassedUp || parent.left === node || isValueUsed(ts, parent);
  }
  return !(
    ts.isExpressionStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isVoidExpression(parent) ||
    (ts.isArrowFunction(parent) && parent.body === node) ||
    (ts.isForStatement(parent) && parent.condition !== node)
  );
}

function findThroughGlobal(source: Source): ts.Node[] {
  const { ts } = source;
  const globals = new Set(["globalThis", "global", "window", "self"]);
  return [...findFreeNames(source, globals).values()].flatMap(({ free }) =>
    free.filter(
      ({ parent }) => ts.isPropertyAccessExpression(parent) && parent.name.text === "console",
    ),
  );
}
