import type { ts } from "ts-morph";
import { isAssignment } from "../read-context.js";
import { findLoggingCall, type LoggingFolder } from "./find-logging-call.js";
import type { SpawnCall } from "./find-spawn-calls.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Whether `watchChild` can be given what a call returns, or is given it already. */
export type Watching =
  | { state: "possible" }
  | { state: "watched" }
  /** `reason` is the end of a sentence that begins with the place. */
  | { state: "impossible"; reason: string };

// A function that starts the child and returns it, which another one returns again.
const maxDepth = 4;

/** Judges whether a call's child can be watched. */
export function judgeWatching(
  context: SpawnContext,
  folder: LoggingFolder,
  { api, callee, node }: SpawnCall,
): Watching {
  const { ts } = context;
  if (!api.givesChild) {
    return { state: "impossible", reason: `can't be watched: ${api.kind} gives no child process` };
  }
  if (callee.isPromisified) {
    return { state: "impossible", reason: "can't be watched: it gives a promise, not its child" };
  }
  if (isWatched(context, folder, node)) return { state: "watched" };
  // `cp?.fork(…).pid` ends where `cp` is absent; as an argument the call would no longer end the rest.
  return ts.isOptionalChain(node)
    ? { state: "impossible", reason: "can't be watched: it may start nothing (`?.`)" }
    : { state: "possible" };
}

function isWatched(
  context: SpawnContext,
  folder: LoggingFolder,
  child: ts.Expression,
  depth = 0,
): boolean {
  const { ts } = context;
  const holders: ts.Node[] = [];
  let node: ts.Node = child;
  for (let next = outward(context, node); next; next = outward(context, node)) {
    if (isAssignment(ts, next)) holders.push(next.left);
    node = next;
  }
  const { parent } = node;
  if (isWatchedValue(context, folder, node)) return true;
  const isDeclared = ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent);
  if (isDeclared && parent.initializer === node) holders.push(parent.name);
  if (holders.some((holder) => isHolderWatched(context, folder, holder))) return true;
  const returned = depth < maxDepth ? functionThatReturns(context, node) : undefined;
  return callsOf(context, returned).some((call) => isWatched(context, folder, call, depth + 1));
}

// The child goes on as it is through casts, `await`, an assignment, a choice, and `.on(…)`, which returns it.
function outward({ ts }: SpawnContext, node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isAwaitExpression(parent)
  ) {
    return parent;
  }
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : parent;
  if (ts.isBinaryExpression(parent)) {
    const isChoice = /^(?:=|\?\?=|\|\|=|&&=|\?\?|\|\||&&|,)$/.test(parent.operatorToken.getText());
    return isChoice && parent.right === node ? parent : undefined;
  }
  const isOwner = ts.isPropertyAccessExpression(parent) && parent.expression === node;
  if (!isOwner || !/^(?:on|once|off|\w+Listeners?|setMaxListeners)$/.test(parent.name.text)) {
    return undefined;
  }
  const call = parent.parent;
  return ts.isCallExpression(call) && call.expression === parent ? call : undefined;
}

function isWatchedValue(context: SpawnContext, folder: LoggingFolder, node: ts.Node): boolean {
  const { parent } = node;
  return (
    context.ts.isCallExpression(parent) &&
    parent.arguments[1] === node &&
    findLoggingCall(context, folder, "watchChild", parent) !== undefined
  );
}

// `watchChild("X", child)` anywhere the variable is meant; of a property, in the same class or file.
function isHolderWatched(context: SpawnContext, folder: LoggingFolder, holder: ts.Node): boolean {
  const { ts, tree } = context;
  if (ts.isIdentifier(holder) && !ts.isPropertyDeclaration(holder.parent)) {
    const declaration = context.declarationOf(holder);
    const uses = declaration ? context.usesOf(declaration) : [];
    return uses.some((use) => isWatchedValue(context, folder, climb(context, use)));
  }
  const written = ts.isPropertyDeclaration(holder.parent)
    ? `this.${holder.getText(tree)}`
    : holder.getText(tree);
  let scope: ts.Node = holder;
  while (!ts.isClassLike(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  const find = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) &&
      node.getText(tree) === written &&
      isWatchedValue(context, folder, climb(context, node))) ||
    ts.forEachChild(node, find) === true;
  return find(scope);
}

function climb(context: SpawnContext, node: ts.Node): ts.Node {
  const next = outward(context, node);
  return next ? climb(context, next) : node;
}

function functionThatReturns({ ts }: SpawnContext, node: ts.Node): ts.Declaration | undefined {
  const { parent } = node;
  const isBody = ts.isArrowFunction(parent) && parent.body === node;
  if (!isBody && !ts.isReturnStatement(parent)) return undefined;
  let at: ts.Node = parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  if (ts.isFunctionDeclaration(at)) return at;
  const holder = at.parent;
  return holder && ts.isVariableDeclaration(holder) ? holder : undefined;
}

function callsOf(context: SpawnContext, declaration: ts.Declaration | undefined): ts.Expression[] {
  const { ts } = context;
  const uses = declaration ? context.usesOf(declaration) : [];
  return uses.flatMap(({ parent }) =>
    ts.isCallExpression(parent) && uses.some((use) => use === parent.expression) ? [parent] : [],
  );
}
