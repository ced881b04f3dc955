import type { ts } from "ts-morph";
import { isWrapper } from "../resolve-references.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { type Callee, calleeName, resolveCallee } from "./resolve-callee.js";
import { findSpawnApi, type SpawnApi } from "./spawn-apis.js";

export type SpawnExpression = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** A call that starts a process; `passed` for a function that is handed on instead of called. */
export type SpawnCall = { api: SpawnApi; callee: Callee } & (
  | { node: SpawnExpression; isPassed: false }
  | { node: ts.Expression; isPassed: true }
);

/** Finds everything in a file that starts a process or a thread, in the order of the text. */
export function findSpawnCalls(context: SpawnContext): SpawnCall[] {
  const { ts, tree } = context;
  const calls: SpawnCall[] = [];
  const visit = (node: ts.Node): void => {
    const call = readCall(context, node) ?? readPassed(context, node);
    if (call) calls.push(call);
    // `cp.exec` that is handed on is one thing, not also its `exec`.
    if (!call?.isPassed && !ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(tree);
  return calls;
}

function readCall(context: SpawnContext, node: ts.Node): SpawnCall | undefined {
  const { ts } = context;
  const isCall =
    ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
  if (!isCall) return undefined;
  const written = ts.isTaggedTemplateExpression(node) ? node.tag : node.expression;
  const found = findApi(context, written);
  if (!found) return readApplied(context, node);
  const { api, callee } = found;
  if ((api.isClass ?? false) !== ts.isNewExpression(node)) return undefined;
  if (!startsProcess(context, api, node)) return undefined;
  return { api, callee, node, isPassed: false };
}

// `spawn.apply(null, list)`, `fork.bind(…)`: which of its arguments is which can't be told.
function readApplied(context: SpawnContext, node: SpawnExpression): SpawnCall | undefined {
  const { ts } = context;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return undefined;
  }
  const { expression, name } = node.expression;
  const found = /^(?:apply|bind|call)$/.test(name.text) ? findApi(context, expression) : undefined;
  return found && found.api.takes !== "other" ? { ...found, node, isPassed: true } : undefined;
}

function findApi(
  context: SpawnContext,
  expression: ts.Expression,
): { api: SpawnApi; callee: Callee } | undefined {
  const callee = resolveCallee(context, expression);
  const api = callee && findSpawnApi(calleeName(callee));
  return api && { api, callee };
}

// BullMQ and node-cron run a function here, but start a process for a file.
function startsProcess({ ts }: SpawnContext, { kind }: SpawnApi, node: SpawnExpression): boolean {
  if (kind !== "bullmq" && kind !== "node-cron") return true;
  const second = ts.isTaggedTemplateExpression(node) ? undefined : node.arguments?.[1];
  if (!second || ts.isFunctionLike(second)) return false;
  return !ts.isIdentifier(second) || /path|file|url|processor$/i.test(second.text);
}

// `promisify(exec)` that is exported, `run(spawn)`, `{ spawn }`: the calls are made elsewhere.
function readPassed(context: SpawnContext, node: ts.Node): SpawnCall | undefined {
  const { ts } = context;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  if (!isValue(context, node)) return undefined;
  const found = findApi(context, node);
  return found && found.api.takes !== "other" ? { ...found, node, isPassed: true } : undefined;
}

function isValue(
  context: SpawnContext,
  node: ts.Identifier | ts.PropertyAccessExpression,
): boolean {
  const { ts } = context;
  let { parent } = node;
  if (isWrapped(context, parent)) {
    while (isWrapped(context, parent.parent)) parent = parent.parent;
    return isValue(context, parent as ts.Identifier);
  }
  if (ts.isExportSpecifier(parent))
    return parent.propertyName === undefined || parent.propertyName === node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportAssignment(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isArrayLiteralExpression(parent) || ts.isReturnStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent)) {
    // An exported name of it; its other uses are found by themselves.
    return parent.initializer === node && isExported(context, parent);
  }
  if (ts.isBinaryExpression(parent)) return parent.right === node;
  if (ts.isParameter(parent) || ts.isBindingElement(parent)) return parent.initializer === node;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  if (parent.expression === node || !parent.arguments?.includes(node)) return false;
  const isKept = resolveCallee(context, parent)?.isPromisified === true;
  if (!isKept) return true;
  const holder = parent.parent;
  return ts.isVariableDeclaration(holder) ? isExported(context, holder) : isLoose(context, parent);
}

function isWrapped({ ts }: SpawnContext, node: ts.Node): boolean {
  const isLast =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isLast || isWrapper(ts, node);
}

// `promisify(exec)(…)` is a call like any other.
function isLoose({ ts }: SpawnContext, node: ts.Expression): boolean {
  return !(ts.isCallExpression(node.parent) && node.parent.expression === node);
}

function isExported({ ts }: SpawnContext, declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}
