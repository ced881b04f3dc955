import type { ts } from "ts-morph";
import { isWrapper, unwrap } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { calleeName, resolveCallee } from "../../spawn/resolve-callee.js";
import { exportName } from "./follow-exports.js";
import { creators, type Library, levelSets, libraryOf } from "./libraries.js";

/** What a file does with one logging library. */
export interface SetUp {
  library: Library;
  /** Expressions whose values are loggers of the library's making. */
  made: ts.Expression[];
  /** Types that the library gives to those: they go with it. */
  types: ts.TypeNode[];
  /** Calls that change what a logger of the file does: `logger.add(…)`. */
  configured: ts.CallExpression[];
  /** It sets up, or uses, what is one for the whole process: other files share it. */
  isShared: boolean;
}

const defaultMembers = new Set<string>([...levelSets.npm, "log"]);

/** Finds what a file makes of a library; undefined where it only mentions its types or not even those. */
export function findSetUp(context: SpawnContext, library: Library): SetUp | undefined {
  const { ts, tree } = context;
  const setUp: SetUp = {
    library,
    made: [],
    types: [],
    configured: [],
    isShared: library === "log4js",
  };
  let isUsed = false;
  const visit = (node: ts.Node): void => {
    if (isOwnLoad(ts, node, library)) isUsed = true;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = resolveCallee(context, node.expression);
      if (callee && creators[calleeName(callee)] === library) {
        setUp.made.push(node);
        return;
      }
      if (library === "winston" && callee && isSharedCall(callee.members)) {
        if (libraryOf(callee.module) === library) setUp.isShared = true;
      }
    }
    if (library === "winston" && isDefaultLogger(context, node)) {
      setUp.made.push(node as ts.Expression);
      setUp.isShared = true;
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  if (!isUsed && setUp.made.length === 0) return undefined;
  const names = loggerNames(context, setUp);
  for (const name of names) {
    for (const use of context.usesOf(name)) {
      const call = use.parent.parent;
      const isConfiguring =
        ts.isPropertyAccessExpression(use.parent) &&
        /^(?:add|remove|clear|configure)$/.test(use.parent.name.text);
      if (isConfiguring && ts.isCallExpression(call)) setUp.configured.push(call);
      if (ts.isReturnStatement(use.parent)) setUp.types.push(...returnTypes(ts, use.parent));
      const isChild = ts.isPropertyAccessExpression(use.parent) && use.parent.name.text === "child";
      if (isChild && ts.isCallExpression(call)) setUp.types.push(...typesAround(ts, call));
    }
  }
  setUp.types.push(...setUp.made.flatMap((node) => typesAround(ts, node)));
  setUp.types = [...new Set(setUp.types)];
  return setUp;
}

/** Whether a node loads the library for its values. */
function isOwnLoad(ts: SpawnContext["ts"], node: ts.Node, library: Library): boolean {
  if (!ts.isStringLiteralLike(node) || libraryOf(node.text) !== library) return false;
  const { parent } = node;
  if (ts.isImportDeclaration(parent)) return parent.importClause?.isTypeOnly !== true;
  if (ts.isExternalModuleReference(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === "require"
  );
}

function isSharedCall(members: readonly string[]): boolean {
  return members.length === 1 && /^(?:add|remove|clear|configure)$/.test(members[0] ?? "");
}

// `winston.info(…)`, `module.exports = winston`: the logger that winston has for whoever sets up none.
function isDefaultLogger(context: SpawnContext, node: ts.Node): boolean {
  const { ts } = context;
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  const isUsed =
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    defaultMembers.has(parent.name.text);
  const isExported =
    (ts.isExportAssignment(parent) && parent.expression === node) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === node &&
      exportName(ts, parent.left) !== undefined);
  if (!isUsed && !isExported) return false;
  const reference = resolveCallee(context, node);
  return reference?.module === "winston" && reference.members.length === 0;
}

// `const logger: winston.Logger = …`, `function getLogger(): Logger { return …`.
function typesAround(ts: SpawnContext["ts"], made: ts.Expression): ts.TypeNode[] {
  let outer: ts.Node = made;
  while (isWrapper(ts, outer.parent)) outer = outer.parent;
  const { parent } = outer;
  const types: ts.TypeNode[] = [];
  if (ts.isVariableDeclaration(parent) && parent.type) types.push(parent.type);
  if (ts.isPropertyDeclaration(parent) && parent.type) types.push(parent.type);
  return [...types, ...returnTypes(ts, parent)];
}

function returnTypes(ts: SpawnContext["ts"], inside: ts.Node): ts.TypeNode[] {
  for (let at: ts.Node | undefined = inside; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    return at.type && /\bLogger\b/.test(at.type.getText()) ? [at.type] : [];
  }
  return [];
}

/** The declarations whose values are the set-up's loggers. */
export function loggerNames(context: SpawnContext, { made }: SetUp): Set<ts.Declaration> {
  const { ts } = context;
  const names = new Set<ts.Declaration>();
  const add = (name: ts.Node): void => {
    const declaration = ts.isIdentifier(name) ? context.declarationOf(name) : undefined;
    if (declaration) names.add(declaration);
  };
  for (const node of made) {
    let outer: ts.Node = node;
    while (isWrapper(ts, outer.parent)) outer = outer.parent;
    const { parent } = outer;
    if (ts.isVariableDeclaration(parent)) add(parent.name);
    else if (ts.isBinaryExpression(parent) && parent.right === outer) add(unwrap(ts, parent.left));
    // The default logger is under the library's own name.
    if (ts.isIdentifier(node)) add(node);
  }
  return names;
}
