import type { ts } from "ts-morph";
import { lineOf } from "../../parse-source.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { noteEscape } from "./follow-arguments.js";
import { exportAs, exportDeclared } from "./follow-exports.js";
import type { Tracer, Value } from "./uses.js";

/** Follows every mention of a name that is bound to a value, and of each part that a pattern takes. */
export function followName(
  tracer: Tracer,
  context: SpawnContext,
  name: ts.BindingName,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (ts.isArrayBindingPattern(name)) return;
  if (ts.isObjectBindingPattern(name)) {
    for (const element of name.elements) followElement(tracer, context, element, value, module);
    return;
  }
  const declaration = context.declarationOf(name);
  if (!declaration) {
    noteEscape(tracer, context, name, { to: `'${name.text}'` });
    return;
  }
  exportDeclared(tracer, context, declaration, name.text, value, module);
  for (const use of context.usesOf(declaration)) {
    const { parent } = use;
    if (ts.isExportSpecifier(parent)) exportAs(tracer, context, parent.name.text, value, module);
    else if (use !== name && !isDeclaring(ts, use)) tracer.follow(context, use, value, module);
  }
}

function followElement(
  tracer: Tracer,
  context: SpawnContext,
  element: ts.BindingElement,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken || !ts.isIdentifier(key)) {
    if (value !== "module") noteEscape(tracer, context, element, { to: "a pattern" });
    return;
  }
  if (value === "module") {
    const found = module === undefined ? undefined : tracer.exports.get(module)?.get(key.text);
    if (found) tracer.followName(context, element.name, found);
    return;
  }
  const { file } = context;
  const line = lineOf(context, element);
  const start = element.getStart(context.tree);
  tracer.uses.members.push({
    file,
    line,
    start,
    name: key.text,
    kind: "read",
    count: 0,
    first: "unknown",
    isChained: false,
  });
}

function isDeclaring(ts: SpawnContext["ts"], use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isBinaryExpression(parent) && parent.left === use) return true;
  return (
    (ts.isVariableDeclaration(parent) && parent.name === use) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    (ts.isFunctionDeclaration(parent) && parent.name === use) ||
    ((ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === use)
  );
}
