import type { ts } from "ts-morph";
import type { FileContext } from "./read-context.js";
import { resolveReference, unwrap } from "./resolve-references.js";

/** What an expression says about the module that holds it: its folder, its file, its URL, its folder's URL. */
export type Location = "dir" | "file" | "url" | "dir-url";

// `__dirname` of a constant of that name, which is made from the file, which is made from the URL.
const maxConstants = 5;

/** Reads the idioms by which a module names its own place; undefined for every other expression. */
export function readLocation(
  context: FileContext,
  expression: ts.Expression,
  depth = 0,
): Location | undefined {
  const { ts, constants, bindings } = context;
  const node = unwrap(ts, expression);
  if (ts.isIdentifier(node)) {
    const value = constants.get(node.text);
    if (value) return depth < maxConstants ? readLocation(context, value, depth + 1) : undefined;
    if (bindings.has(node.text)) return undefined;
    return node.text === "__dirname" ? "dir" : node.text === "__filename" ? "file" : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return readProperty(context, node, depth);
  if (ts.isNewExpression(node)) {
    const [relative, base] = node.arguments ?? [];
    if (node.expression.getText() !== "URL" || !relative) return undefined;
    if (!base) return readLocation(context, relative, depth) === "url" ? "url" : undefined;
    const isHere = ts.isStringLiteralLike(relative) && /^\.?\/?$/.test(relative.text);
    return isHere && readLocation(context, base, depth) === "url" ? "dir-url" : undefined;
  }
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  if (!ts.isCallExpression(node) || !argument || node.arguments.length > 1) return undefined;
  const callee = resolveReference(ts, node.expression, bindings);
  const name = callee && `${callee.module}.${callee.members.join(".")}`;
  const from = readLocation(context, argument, depth);
  if (name === "path.dirname") return from === "file" ? "dir" : undefined;
  if (name !== "url.fileURLToPath") return undefined;
  return from === "url" ? "file" : from === "dir-url" ? "dir" : undefined;
}

function readProperty(
  context: FileContext,
  node: ts.PropertyAccessExpression,
  depth: number,
): Location | undefined {
  const name = node.name.text;
  if (context.ts.isMetaProperty(node.expression)) {
    if (name === "dirname") return "dir";
    return name === "filename" ? "file" : name === "url" ? "url" : undefined;
  }
  const owner = name === "pathname" ? readLocation(context, node.expression, depth) : undefined;
  return owner === "url" ? "file" : owner === "dir-url" ? "dir" : undefined;
}
