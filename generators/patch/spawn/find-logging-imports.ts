import type { ts } from "ts-morph";
import type { FileContext } from "../read-context.js";
import { importEqualsSpecifier, loadedSpecifier } from "../resolve-references.js";
import { findLoggingPart, type LoggingPart } from "./find-logging-call.js";
import type { SpawnRequest } from "./spawn.js";

/** A statement that imports from the logging folder, with values to use. */
export interface FoundImport {
  statement: ts.Statement;
  /** The file of the folder that it names. */
  part: LoggingPart;
  /** The name of the whole module. */
  module?: string;
  /** How the file calls the functions that it names. */
  locals: Map<string, string>;
  /** The list that more of them can join. */
  names?: ts.NodeArray<ts.ImportSpecifier> | ts.NodeArray<ts.BindingElement>;
}

/** Finds the statements at a file's top level that import the logging folder's index, or a file that it exports from. */
export function findLoggingImports(context: FileContext, request: SpawnRequest): FoundImport[] {
  const { ts, tree } = context;
  return tree.statements.flatMap((statement): FoundImport[] => {
    const bound = ts.isImportDeclaration(statement)
      ? readImport(context, statement)
      : ts.isImportEqualsDeclaration(statement)
        ? readImportEquals(context, statement)
        : ts.isVariableStatement(statement)
          ? readRequire(context, statement)
          : undefined;
    const part = bound && findLoggingPart(request.file, request, bound.specifier);
    if (!part) return [];
    const { name } = bound;
    if (ts.isIdentifier(name)) return [{ statement, part, module: name.text, locals: new Map() }];
    return [{ statement, part, ...readNames(context, name) }];
  });
}

interface Bound {
  specifier: string;
  name: ts.Identifier | ts.NamedImports | ts.ObjectBindingPattern;
}

function readImport({ ts }: FileContext, statement: ts.ImportDeclaration): Bound | undefined {
  const { importClause: clause, moduleSpecifier } = statement;
  const named = clause?.namedBindings;
  if (!named || clause.isTypeOnly || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return {
    specifier: moduleSpecifier.text,
    name: ts.isNamespaceImport(named) ? named.name : named,
  };
}

function readImportEquals(
  { ts }: FileContext,
  statement: ts.ImportEqualsDeclaration,
): Bound | undefined {
  const specifier = statement.isTypeOnly ? undefined : importEqualsSpecifier(ts, statement);
  return specifier === undefined ? undefined : { specifier, name: statement.name };
}

function readRequire({ ts }: FileContext, statement: ts.VariableStatement): Bound | undefined {
  const [declaration, other] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (!declaration || other || !value || !ts.isCallExpression(value)) return undefined;
  const specifier = loadedSpecifier(ts, value);
  if (specifier === undefined || ts.isArrayBindingPattern(declaration.name)) return undefined;
  return { specifier, name: declaration.name };
}

function readNames(
  { ts }: FileContext,
  list: ts.NamedImports | ts.ObjectBindingPattern,
): Pick<FoundImport, "locals" | "names"> {
  const locals = new Map<string, string>();
  for (const element of list.elements) {
    const isType = ts.isImportSpecifier(element) && element.isTypeOnly;
    if (!isType)
      locals.set((element.propertyName ?? element.name).getText(), element.name.getText());
  }
  // A rest stands last, whatever is added.
  const hasRest =
    ts.isObjectBindingPattern(list) && list.elements.some(({ dotDotDotToken }) => dotDotDotToken);
  return hasRest ? { locals } : { locals, names: list.elements };
}
