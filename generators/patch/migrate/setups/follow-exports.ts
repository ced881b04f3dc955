import type { ts } from "ts-morph";
import { isWrapper } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { escapeTo, followOption, noteEscape } from "./follow-arguments.js";
import type { Tracer, Value } from "./uses.js";

/** The name under which an assignment exports: `module.exports` is `=`. */
export function exportName(ts: SpawnContext["ts"], left: ts.Expression): string | undefined {
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const owner = left.expression.getText();
  if (owner === "module" && left.name.text === "exports") return "=";
  return owner === "exports" || owner === "module.exports" ? left.name.text : undefined;
}

/** Takes down that a file exports a value under a name. */
export function exportAs(
  tracer: Tracer,
  context: SpawnContext,
  name: string,
  value: Value,
  module?: string,
): void {
  if (value !== "module") {
    tracer.addExport(context.file, name, value);
    return;
  }
  if (module === undefined) return;
  for (const [each, found] of tracer.exports.get(module) ?? []) {
    if (name === "=") tracer.addExport(context.file, each, found);
    else if (each === "=") tracer.addExport(context.file, name, found);
    // A module under a name of another one: what is done with it was not followed.
    else tracer.uses.escapes.push({ file: context.file, line: 1, to: `an export '${name}'` });
  }
}

/** Follows a logger into an object: one that is exported, an option of a call, or any other. */
export function followProperty(
  tracer: Tracer,
  context: SpawnContext,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  value: Value,
  module?: string,
): void {
  const { ts, tree } = context;
  const literal = property.parent;
  let holder: ts.Node = literal.parent;
  while (isWrapper(ts, holder)) holder = holder.parent;
  const isExported =
    (ts.isBinaryExpression(holder) && exportName(ts, holder.left) === "=") ||
    (ts.isExportAssignment(holder) && holder.isExportEquals);
  const name =
    ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name)
      ? property.name.text
      : undefined;
  if (isExported && name !== undefined) {
    exportAs(tracer, context, name, value, module);
    return;
  }
  if (value === "module") return;
  let at: ts.Node = holder;
  while (
    ts.isPropertyAssignment(at) ||
    ts.isObjectLiteralExpression(at) ||
    ts.isArrayLiteralExpression(at)
  )
    at = at.parent;
  if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
    if (
      holder === at &&
      name !== undefined &&
      followOption(tracer, context, at, literal, name, value)
    )
      return;
    escapeTo(tracer, context, at, property.name, value);
    return;
  }
  noteEscape(tracer, context, property, { to: `an object's '${property.name.getText(tree)}'` });
}

/** Takes down `export const logger = …`. */
export function exportDeclared(
  tracer: Tracer,
  context: SpawnContext,
  declaration: ts.Declaration,
  name: string,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (!ts.isVariableDeclaration(declaration)) return;
  const statement = declaration.parent.parent;
  if (
    ts.isVariableStatement(statement) &&
    hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)
  ) {
    exportAs(tracer, context, name, value, module);
  }
}

/** Whether a declaration has a modifier: `export`, `default`. */
export function hasModifier(ts: SpawnContext["ts"], node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind)
  );
}
