import type { ts } from "ts-morph";
import { lineOf } from "../../parse-source.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { MemberUse, Tracer, Value } from "./uses.js";

/** Takes down the use of a member, or follows what a member of a module is. */
export function followMember(
  tracer: Tracer,
  context: SpawnContext,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (value === "module") {
    const exported = module === undefined ? undefined : tracer.exports.get(module);
    const found = exported?.get(name) ?? (name === "default" ? exported?.get("=") : undefined);
    if (found) tracer.follow(context, access, found);
    return;
  }
  if (value === "factory") return;
  const { parent } = access;
  const call = ts.isCallExpression(parent) && parent.expression === access ? parent : undefined;
  const isWritten =
    ts.isBinaryExpression(parent) &&
    parent.left === access &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  tracer.uses.members.push({
    file: context.file,
    line: lineOf(context, access),
    start: access.getStart(context.tree),
    name,
    kind: call ? "call" : isWritten ? "write" : "read",
    count: call?.arguments.length ?? 0,
    first: firstOf(ts, call),
    isChained: call !== undefined && isChained(ts, call),
  });
  if (call && name === "child") tracer.follow(context, call, "logger");
}

function firstOf(ts: SpawnContext["ts"], call: ts.CallExpression | undefined): MemberUse["first"] {
  const first = call?.arguments[0];
  if (!first) return "unknown";
  if (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)) return "text";
  if (ts.isObjectLiteralExpression(first)) return "object";
  if (ts.isBinaryExpression(first) && first.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return "text";
  }
  return "unknown";
}

export function isChained(ts: SpawnContext["ts"], call: ts.CallExpression): boolean {
  const { parent } = call;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.expression === call) ||
    ts.isVariableDeclaration(parent) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === call &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  );
}
