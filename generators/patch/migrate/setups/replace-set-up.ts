import type { ts } from "ts-morph";
import { lineOf } from "../../parse-source.js";
import { makeSpawnRequest } from "../../spawn/find-spawn-sites.js";
import { parseSpawnContext, type SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { type DeadUnits, findDeadUnits } from "./find-dead-units.js";
import { findSetUp, loggerNames, type SetUp } from "./find-set-up.js";
import { exportName } from "./follow-exports.js";
import { judgeSetUp } from "./judge-set-up.js";
import { type Library, libraryOf } from "./libraries.js";
import type { PackageSources } from "./package-sources.js";
import { planAdapter } from "./plan-adapter.js";
import { type BoundValues, readBinding } from "./read-binding.js";
import { readLevels } from "./read-levels.js";
import { isWithin, readUnits } from "./read-units.js";
import type { Replaced } from "./relate-units.js";
import { rewriteModule } from "./rewrite-module.js";
import { traceUses } from "./trace-uses.js";
import type { Uses } from "./uses.js";

/** What becomes of a file that sets up a logger. */
export type Replacement =
  | {
      file: string;
      library: Library;
      line: number;
      isShared: boolean;
      text: string;
      uses: Uses;
      said: number[];
    }
  | { file: string; library: Library; line: number; isShared: boolean; reason: string };

/** Replaces what a file makes of a library, or says why it stays; undefined where it makes nothing. */
export function replaceSetUp(
  sources: PackageSources,
  file: string,
  library: Library,
): Replacement | undefined {
  const context = parseSpawnContext(sources.ts, file, sources.textOf(file));
  if ("reason" in context) {
    return { file, library, line: context.line, isShared: false, reason: context.reason };
  }
  const setUp = findSetUp(context, library);
  if (!setUp) return undefined;
  const { isShared } = setUp;
  const line = setUp.made[0] ? lineOf(context, setUp.made[0]) : firstLineOf(context, library);
  const about = { file, library, line, isShared };
  const leave = (reason: string): Replacement => ({ ...about, reason });
  if (setUp.made.length === 0 && !isShared) return leave("takes parts of it, but makes no logger");
  if (sources.target.language === "javascript" && /\.[mc]?tsx?$/.test(file)) {
    return leave("is TypeScript, and the logging folder is JavaScript, which has no types for it");
  }

  const levels = readLevels(context, setUp);
  if (!Array.isArray(levels))
    return leave(`has levels that could not be read${at(context, levels.node)}`);
  const bindings = readBindings(context, setUp);
  const replaced: Replaced = {
    made: [...setUp.made, ...setUp.types],
    kept: [...bindings.values()].flatMap(({ nodes }) => nodes),
    loggers: loggerNames(context, setUp),
    levels: new Set(levels),
    isSettingVariable,
  };
  const units = readUnits(context, setUp);
  const dead = findDeadUnits(context, units, replaced);
  const obstacle = judgeSetUp(context, setUp, replaced, [
    ...[...dead.dead].map(({ node }) => node),
    ...setUp.made.filter((node) => !context.ts.isIdentifier(node)),
  ]);
  if (obstacle) return leave(obstacle.reason + at(context, obstacle.node));
  const left = findLeftOver(context, setUp, replaced, dead);
  if (left) return leave(`needs '${left.getText(context.tree)}'${at(context, left)} besides`);

  const uses = traceUses(sources, context, setUp.made);
  const isRemoved = (start: number | undefined, where: string): boolean =>
    where === file &&
    start !== undefined &&
    [...dead.dead].some(({ node }) => start >= node.pos && start < node.end);
  uses.members = uses.members.filter((each) => !isRemoved(each.start, each.file));
  uses.escapes = uses.escapes.filter((each) => !isRemoved(each.start, each.file));
  const adapter = planAdapter(context, setUp, levels, uses, addedExports(context));
  if ("reason" in adapter) return leave(`${adapter.reason} (${adapter.file}:${adapter.line})`);

  const written = rewriteModule({
    context,
    request: makeSpawnRequest(sources.target, sources.answers, file),
    setUp,
    adapter,
    units,
    dead,
    bindings,
    keepsLoading: (statement) => isOnlyLoad(sources, context, statement),
  });
  if ("reason" in written) return leave(written.reason);
  const said = dead.announcements.map(({ node }) => lineOf(context, node));
  return { ...about, text: written.text, uses, said };
}

// `module.exports = logger; module.exports.stream = …`: members of the logger to whoever requires it.
function addedExports({ ts, tree }: SpawnContext): string[] {
  const names = tree.statements.flatMap((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
      return [];
    return exportName(ts, statement.expression.left) ?? [];
  });
  return names.includes("=") ? names.filter((name) => name !== "=") : [];
}

function at(context: SpawnContext, node: ts.Node): string {
  return ` (line ${lineOf(context, node)})`;
}

function firstLineOf({ tree }: SpawnContext, library: Library): number {
  return (
    tree.text.split("\n").findIndex((line) => new RegExp(`["']${library}`).test(line)) + 1 || 1
  );
}

// The variables that a logger's set-up reads: where it runs, what it is called, and all about its log.
function isSettingVariable(name: string): boolean {
  return /(?:^|_)(?:ENV|ENVIRONMENT|MODE|STAGE|LOG|LOGS|LOGGING|LOGGER|LEVEL|VERBOSE|DEBUG|SILENT|NAME_APP|APP_NAME|SERVICE_NAME|NO_COLOR|FORCE_COLOR)(?:_|$)/.test(
    name,
  );
}

function readBindings(context: SpawnContext, { made }: SetUp): Map<ts.Expression, BoundValues> {
  const bindings = new Map<ts.Expression, BoundValues>();
  for (const node of made) {
    const bound = readBinding(context, node);
    if (bound) bindings.set(node, bound);
  }
  return bindings;
}

// What is still taken from the library in code that stays.
function findLeftOver(
  context: SpawnContext,
  { library }: SetUp,
  { made, kept }: Replaced,
  { dead }: DeadUnits,
): ts.Node | undefined {
  const { ts } = context;
  const gone = new Set<ts.Node>([...dead].map(({ node }) => node));
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found || gone.has(node)) return;
    if (made.includes(node as ts.Expression)) {
      for (const each of kept) if (isWithin(each, node)) visit(each);
      return;
    }
    // An import is looked at where its names are.
    if (ts.isImportDeclaration(node)) {
      const isBare = node.importClause === undefined && ts.isStringLiteral(node.moduleSpecifier);
      if (isBare && libraryOf((node.moduleSpecifier as ts.StringLiteral).text) === library)
        found = node;
      return;
    }
    if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      if (libraryOf(node.moduleSpecifier.text) === library) found = node;
    }
    if (ts.isIdentifier(node) && isOfLibrary(context, node, library)) {
      const { parent } = node;
      const isDeclared = ts.isVariableDeclaration(parent) && parent.name === node;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
      if (!isMember && !isDeclared) found = node;
    }
    if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const isLoad =
        argument && ts.isStringLiteralLike(argument) && libraryOf(argument.text) === library;
      const isNamed = ts.isVariableDeclaration(node.parent);
      if (
        isLoad &&
        !isNamed &&
        /^(?:require|import)$/.test(node.expression.getText(context.tree))
      ) {
        found = node;
      }
    }
    ts.forEachChild(node, visit);
  };
  // Statements whose parts go one by one.
  const all = new Set(allUnitStatements(context, dead));
  for (const statement of context.tree.statements) if (!all.has(statement)) visit(statement);
  return found;
}

function allUnitStatements(context: SpawnContext, dead: DeadUnits["dead"]): ts.Statement[] {
  const { ts } = context;
  return context.tree.statements.filter((statement) => {
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.every((declaration) => {
      const { name } = declaration;
      const parts: readonly ts.Node[] = ts.isObjectBindingPattern(name)
        ? name.elements
        : [declaration];
      return (
        [...dead].some(({ node }) => node === declaration) ||
        (parts.length > 0 && parts.every((part) => [...dead].some(({ node }) => node === part)))
      );
    });
  });
}

function isOfLibrary(context: SpawnContext, name: ts.Identifier, library: Library): boolean {
  const { ts } = context;
  const module = resolveCallee(context, name)?.module;
  if (module !== undefined) return libraryOf(module) === library;
  // A type-only import, which is no value.
  let at: ts.Node | undefined = context.declarationOf(name);
  while (at && !ts.isImportDeclaration(at) && !ts.isSourceFile(at)) at = at.parent;
  return (
    at !== undefined &&
    ts.isImportDeclaration(at) &&
    ts.isStringLiteral(at.moduleSpecifier) &&
    libraryOf(at.moduleSpecifier.text) === library
  );
}

// Loading a module of the service's own may do something, and nobody else would.
function isOnlyLoad(
  sources: PackageSources,
  context: SpawnContext,
  statement: ts.Statement,
): boolean {
  const { ts, file, tree } = context;
  if (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) return false;
  const isLoad = ts.isImportDeclaration(statement) || /\brequire\(/.test(statement.getText(tree));
  if (!isLoad) return false;
  const specifier = /["']([^"'\n]+)["']\)?(?:\.\w+)*;?\s*$/.exec(statement.getText(tree))?.[1];
  const module = specifier === undefined ? undefined : sources.resolve(file, specifier);
  return module !== undefined && sources.importersOf(module).length <= 1;
}
