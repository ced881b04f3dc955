import path from "node:path";
import type { ts } from "ts-morph";
import type { FileContext } from "./read-context.js";
import { type EnvCall, innerCall } from "./read-env-calls.js";
import { readLocation } from "./read-location.js";
import { resolveReference, unwrap } from "./resolve-references.js";

/**
 * The files that a call loads in a process without any environment yet, POSIX paths relative to the
 * target; those outside it, and those whose names can't be told, are left out.
 */
export function listEnvFiles(call: EnvCall): string[] {
  const { context, node, kind } = call;
  const { ts } = context;
  if (kind === "unsupported") return [];
  const target = innerCall(call) ?? node;
  const [argument] = ts.isCallExpression(target) ? target.arguments : [];
  const option = kind === "nest" ? "envFilePath" : "path";
  const given = kind === "node" ? argument : argument && findOption(ts, argument, option);
  const value = given ? evaluate(context, given) : [".env"];
  const isFolder = call.module.startsWith("dotenv-flow") && given !== undefined;
  return (Array.isArray(value) ? value : [value]).flatMap((file) => {
    if (typeof file !== "string") return [];
    const relative = path.posix.normalize(isFolder ? `${file}/.env` : file);
    return /^(?:\.\.(?:\/|$)|\/)/.test(relative) ? [] : [relative];
  });
}

type Value = string | undefined | null | Value[];

function findOption(
  ts: FileContext["ts"],
  options: ts.Expression,
  name: string,
): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  const property = options.properties.find((candidate) => candidate.name?.getText() === name);
  if (property && ts.isPropertyAssignment(property)) return property.initializer;
  return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

// `null` is what can't be told, `undefined` a variable that is not set. Folders are relative to the target.
function evaluate(context: FileContext, expression: ts.Expression, depth = 0): Value {
  const { ts, constants, bindings, file } = context;
  const node = unwrap(ts, expression);
  const value = (child: ts.Expression): Value => evaluate(context, child, depth + 1);
  if (depth > 20) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (readLocation(context, node) === "dir") return path.posix.dirname(file);
  if (ts.isIdentifier(node) && constants.has(node.text)) {
    return value(constants.get(node.text) as ts.Expression);
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(value);
  if (ts.isTemplateExpression(node)) {
    return join([
      node.head.text,
      ...node.templateSpans.flatMap((span) => [value(span.expression), span.literal.text]),
    ]);
  }
  if (ts.isBinaryExpression(node)) return evaluateBinary(ts, node, value);
  if (ts.isConditionalExpression(node)) {
    const test = value(node.condition);
    return test === null ? null : value(test ? node.whenTrue : node.whenFalse);
  }
  if (ts.isNewExpression(node)) {
    const [relative, base] = node.arguments ?? [];
    const isHere = base && readLocation(context, base) === "url";
    return isHere && relative ? join([path.posix.dirname(file), "/", value(relative)]) : null;
  }
  if (!ts.isCallExpression(node)) {
    const target = resolveReference(ts, node, bindings);
    return target?.module === "process" && target.members[0] === "env" ? undefined : null;
  }
  const callee = resolveReference(ts, node.expression, bindings);
  const name = callee && `${callee.module}.${callee.members.join(".")}`;
  if (name === "process.cwd") return ".";
  const values = node.arguments.map(value);
  if (name === "url.fileURLToPath") return values[0];
  if (name === "path.dirname")
    return typeof values[0] === "string" ? path.posix.dirname(values[0]) : null;
  if (name !== "path.join" && name !== "path.resolve") return null;
  const joined = join(values.flatMap((part) => [part, "/"]).slice(0, -1));
  return joined === null ? null : path.posix.normalize(joined);
}

function join(parts: Value[]): string | null {
  return parts.every((part) => typeof part === "string") ? parts.join("") : null;
}

function evaluateBinary(
  ts: FileContext["ts"],
  node: ts.BinaryExpression,
  value: (child: ts.Expression) => Value,
): Value {
  const left = value(node.left);
  const right = value(node.right);
  const { SyntaxKind } = ts;
  switch (node.operatorToken.kind) {
    case SyntaxKind.BarBarToken:
      return left === null ? null : left || right;
    case SyntaxKind.QuestionQuestionToken:
      return left === null ? null : (left ?? right);
    case SyntaxKind.PlusToken:
      return join([left, right]);
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.EqualsEqualsToken:
      return left === null || right === null ? null : left === right ? "true" : "";
    case SyntaxKind.ExclamationEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
      return left === null || right === null ? null : left === right ? "" : "true";
    default:
      return null;
  }
}
