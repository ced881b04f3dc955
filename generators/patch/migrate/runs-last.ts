import type { ts } from "ts-morph";
import type { TypeScript } from "../parse-source.js";
import { siblingsOf } from "./find-delayed-exits.js";

/**
 * Whether nothing of the program's own follows a statement: it ends a callback that the runtime calls,
 * of an event or of a promise's end, on the path that leads to it.
 */
export function runsLast(ts: TypeScript, statement: ts.Statement): boolean {
  if (siblingsOf(ts, statement).at(-1) !== statement) return false;
  const { parent } = statement;
  if (ts.isIfStatement(parent)) return runsLast(ts, parent);
  if (!ts.isBlock(parent)) return false;
  const owner = parent.parent;
  if (ts.isIfStatement(owner) || ts.isBlock(owner))
    return runsLast(ts, ts.isBlock(owner) ? parent : owner);
  if (ts.isTryStatement(owner)) return owner.finallyBlock === undefined && runsLast(ts, owner);
  if (ts.isCatchClause(owner))
    return owner.parent.finallyBlock === undefined && runsLast(ts, owner.parent);
  return (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) && isLastCallback(ts, owner);
}

const callers = /^(?:on|once|addListener|prependListener|catch|then)$/;

// process.on("uncaughtException", callback), main().then(callback).catch(…)
function isLastCallback(ts: TypeScript, callback: ts.Expression): boolean {
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments.at(-1) !== callback) return false;
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || !callers.test(callee.name.text)) return false;
  let at: ts.Node = call;
  // After a step that ends the process, only what takes its failure may follow.
  while (
    ts.isPropertyAccessExpression(at.parent) &&
    at.parent.name.text === "catch" &&
    ts.isCallExpression(at.parent.parent)
  )
    at = at.parent.parent;
  return ts.isExpressionStatement(at.parent) || ts.isVoidExpression(at.parent);
}
