import type { ts } from "ts-morph";
import { isImportLike } from "../../sort-header.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { exportName } from "./follow-exports.js";

/** A part of a file that stays or goes as a whole: a statement, or one of several names that it declares. */
export interface Unit {
  /** What goes: a statement, a declarator, an import's or a pattern's element. */
  node: ts.Node;
  statement: ts.Statement;
  /** What it declares; empty for a statement that only does something. */
  declares: ts.Declaration[];
  isExported: boolean;
  isImport: boolean;
  /** The block's statements that are units of their own. */
  inner: Unit[];
}

/** The places that divide a file further. */
export interface Places {
  /** What makes a logger: every block around it is divided. */
  made: readonly ts.Node[];
  /** What configures one: the functions around it are divided, a branch stays or goes as a whole. */
  configured: readonly ts.Node[];
}

/**
 * Divides a file's statements into units, those of the blocks around some places too: what a set-up
 * needs stands beside it.
 */
export function readUnits(context: SpawnContext, { made, configured }: Places): Unit[] {
  const places = { made, configured };
  return context.tree.statements.flatMap((statement) => readStatement(context, statement, places));
}

/** All units, the inner ones behind those they stand in. */
export function allUnits(units: readonly Unit[]): Unit[] {
  return units.flatMap((unit) => [unit, ...allUnits(unit.inner)]);
}

function readStatement(context: SpawnContext, statement: ts.Statement, places: Places): Unit[] {
  const { ts } = context;
  const isBranch =
    ts.isIfStatement(statement) ||
    ts.isIterationStatement(statement, false) ||
    ts.isSwitchStatement(statement) ||
    ts.isTryStatement(statement);
  const around = isBranch ? places.made : [...places.made, ...places.configured];
  const isExported = hasExport(ts, statement);
  const whole = { node: statement, statement, isExported, isImport: false };
  const inner = innerBlocks(context, statement, around).flatMap((block) =>
    block.statements.flatMap((each) => readStatement(context, each, places)),
  );
  if (ts.isImportDeclaration(statement)) {
    const names = importNames(ts, statement);
    if (names.length === 0) return [{ ...whole, declares: [], isImport: true, inner }];
    return names.map((node) => ({ ...whole, node, declares: [node], isImport: true, inner: [] }));
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    return [{ ...whole, declares: [statement], isImport: true, inner }];
  }
  if (ts.isVariableStatement(statement)) {
    const isImport = isImportLike(ts, statement);
    return statement.declarationList.declarations.flatMap((declaration): Unit[] => {
      const { name } = declaration;
      const ofIt = inner.filter(({ node }) => isWithin(node, declaration));
      if (ts.isObjectBindingPattern(name) && name.elements.every((each) => !each.dotDotDotToken)) {
        return name.elements.map((node) => {
          return { ...whole, node, declares: declaredBy(ts, node.name, node), isImport, inner: [] };
        });
      }
      const declares = declaredBy(ts, name, declaration);
      return [{ ...whole, node: declaration, declares, isImport, inner: ofIt }];
    });
  }
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return [{ ...whole, declares: isDeclaration ? [statement] : [], inner }];
}

function importNames(ts: SpawnContext["ts"], statement: ts.ImportDeclaration): ts.Declaration[] {
  const clause = statement.importClause;
  const named = clause?.namedBindings;
  const names: ts.Declaration[] = clause?.name ? [clause] : [];
  if (named && ts.isNamespaceImport(named)) names.push(named);
  else if (named) names.push(...named.elements);
  return names;
}

function declaredBy(
  ts: SpawnContext["ts"],
  name: ts.BindingName,
  declaration: ts.Declaration,
): ts.Declaration[] {
  if (ts.isIdentifier(name)) return [declaration];
  return name.elements.flatMap((each) =>
    ts.isOmittedExpression(each) ? [] : declaredBy(ts, each.name, each),
  );
}

// The outermost blocks of functions and branches that hold one of the places.
function innerBlocks(
  { ts }: SpawnContext,
  statement: ts.Statement,
  around: readonly ts.Node[],
): ts.Block[] {
  const blocks: ts.Block[] = [];
  const visit = (node: ts.Node): void => {
    if (!around.some((place) => isWithin(place, node))) return;
    if (ts.isBlock(node)) blocks.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(statement);
  return blocks;
}

/** Whether a node lies inside another one, or is it. */
export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.pos >= outer.pos && node.end <= outer.end;
}

function hasExport(ts: SpawnContext["ts"], statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement) || ts.isExportDeclaration(statement)) return true;
  if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
    return exportName(ts, statement.expression.left) !== undefined;
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return (modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}
