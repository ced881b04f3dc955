import type { ts } from "ts-morph";
import { importEqualsSpecifier, loadedSpecifier } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { Tracer, Value } from "./uses.js";

/** Follows what a file takes from a module whose exports are known, by imports, requires and re-exports. */
export function followImports(tracer: Tracer, file: string, module: string): void {
  const context = tracer.sources.open(file);
  if ("reason" in context) {
    tracer.uses.escapes.push({ file, line: context.line, to: "a file that does not parse" });
    return;
  }
  const { ts } = context;
  const isIt = (specifier: ts.Node | undefined): boolean =>
    specifier !== undefined &&
    ts.isStringLiteralLike(specifier) &&
    tracer.sources.resolve(file, specifier.text) === module;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      if (isIt(node.moduleSpecifier)) followDeclaration(tracer, context, node, module);
    } else if (ts.isExportDeclaration(node)) {
      if (isIt(node.moduleSpecifier)) followReExport(tracer, context, node, module);
    } else if (ts.isImportEqualsDeclaration(node)) {
      const specifier = importEqualsSpecifier(ts, node);
      if (specifier !== undefined && tracer.sources.resolve(file, specifier) === module) {
        followWhole(tracer, context, node.name, module);
      }
    } else if (ts.isCallExpression(node)) {
      const specifier = loadedSpecifier(ts, node);
      if (specifier !== undefined && tracer.sources.resolve(file, specifier) === module) {
        for (const value of wholeOf(tracer, module)) tracer.follow(context, node, value, module);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(context.tree);
}

/** What `require` of a module gives: its only export, or an object of them. */
function wholeOf({ exports }: Tracer, module: string): Value[] {
  const whole = exports.get(module)?.get("=");
  return whole ? [whole, "module"] : ["module"];
}

function followWhole(
  tracer: Tracer,
  context: SpawnContext,
  name: ts.BindingName,
  module: string,
): void {
  for (const value of wholeOf(tracer, module)) tracer.followName(context, name, value, module);
}

function followDeclaration(
  tracer: Tracer,
  context: SpawnContext,
  declaration: ts.ImportDeclaration,
  module: string,
): void {
  const { ts } = context;
  const clause = declaration.importClause;
  const named = clause?.namedBindings;
  const exported = tracer.exports.get(module);
  if (clause?.name) {
    const value = exported?.get("default");
    if (value) tracer.followName(context, clause.name, value);
    else followWhole(tracer, context, clause.name, module);
  }
  if (!named) return;
  if (ts.isNamespaceImport(named)) {
    followWhole(tracer, context, named.name, module);
    return;
  }
  for (const element of named.elements) {
    const key = (element.propertyName ?? element.name).text;
    const value = exported?.get(key) ?? (key === "default" ? exported?.get("=") : undefined);
    if (value) tracer.followName(context, element.name, value);
  }
}

function followReExport(
  tracer: Tracer,
  context: SpawnContext,
  declaration: ts.ExportDeclaration,
  module: string,
): void {
  const { ts, file } = context;
  const exported = tracer.exports.get(module) ?? new Map<string, Value>();
  const clause = declaration.exportClause;
  if (!clause) {
    for (const [name, value] of exported) {
      if (name !== "default") tracer.addExport(file, name, value);
    }
  } else if (ts.isNamedExports(clause)) {
    for (const element of clause.elements) {
      const key = (element.propertyName ?? element.name).text;
      const value = exported.get(key) ?? (key === "default" ? exported.get("=") : undefined);
      if (value) tracer.addExport(file, element.name.text, value);
    }
  } else {
    tracer.uses.escapes.push({ file, line: 1, to: `an export '${clause.name.text}'` });
  }
}
