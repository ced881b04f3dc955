import { isBuiltin } from "node:module";
import type { ts } from "ts-morph";
import { classifyEnvCall } from "./env-loaders.js";
import { isMustBeFirst } from "./must-be-first.js";
import { type FileContext, isAssignment } from "./read-context.js";
import { loadedSpecifier, resolveReference } from "./resolve-references.js";

/**
 * Whether a statement may run ahead of the guard: it declares, loads packages or an env file, or
 * computes from what is given; none of the service's own modules, and nothing that prints.
 */
export function isPure(context: FileContext, node: ts.Node): boolean {
  const { ts } = context;
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return true;
  // What is done about a failure happens only then.
  if (ts.isCatchClause(node)) return true;
  if (ts.isCallExpression(node) && !isPureCall(context, node)) return false;
  if (ts.isNewExpression(node) && node.expression.getText() !== "URL") return false;
  if (isAssignment(ts, node) && !isEnvironment(context, node.left)) return false;
  if (effects(ts).has(node.kind)) return false;
  return !ts.forEachChild(node, (child) => !isPure(context, child));
}

function isPureCall(context: FileContext, call: ts.CallExpression): boolean {
  const { ts, bindings } = context;
  const specifier = loadedSpecifier(ts, call);
  if (specifier !== undefined) {
    const isOwn = /^\.{0,2}\//.test(specifier) && !specifier.endsWith(".json");
    return !isOwn || isMustBeFirst(specifier);
  }
  const callee = resolveReference(ts, call.expression, bindings);
  if (callee === undefined) return false;
  if (callee.module === "process") return /^(?:cwd|loadEnvFile)$/.test(callee.members.join("."));
  if (classifyEnvCall(callee) || isMustBeFirst(callee.module)) return true;
  return isBuiltin(callee.module) && /^(?:path|url|os|fs)(?:\/|$)/.test(callee.module);
}

function isEnvironment({ ts, bindings }: FileContext, node: ts.Expression): boolean {
  const owner = ts.isElementAccessExpression(node) ? node.expression : node;
  const target = resolveReference(ts, owner, bindings);
  return target?.module === "process" && target.members[0] === "env";
}

function effects({ SyntaxKind }: FileContext["ts"]): Set<ts.SyntaxKind> {
  return new Set([
    SyntaxKind.AwaitExpression,
    SyntaxKind.DeleteExpression,
    SyntaxKind.DoStatement,
    SyntaxKind.ForInStatement,
    SyntaxKind.ForOfStatement,
    SyntaxKind.ForStatement,
    SyntaxKind.TaggedTemplateExpression,
    SyntaxKind.ThrowStatement,
    SyntaxKind.WhileStatement,
  ]);
}
