import type { ts } from "ts-morph";
import { classifyEnvCall, type EnvCallKind, isUnsupportedLoader } from "./env-loaders.js";
import { isEnvImport } from "./must-be-first.js";
import { lineOf } from "./parse-source.js";
import type { FileContext } from "./read-context.js";
import { loadedSpecifier, resolveReference } from "./resolve-references.js";

/** A place in the service's own sources that loads an env file. */
export interface EnvCall {
  context: FileContext;
  kind: EnvCallKind | "import";
  /** The package: `dotenv`; for an import the whole specifier: `dotenv/config`. */
  module: string;
  /** The call, or the import's specifier. */
  node: ts.CallExpression | ts.StringLiteralLike;
  line: number;
  /** What must hold for it to run, outermost first; undefined where that can't be told. */
  conditions: { test: ts.Expression; negated: boolean }[] | undefined;
  /** It runs while its module is loaded. */
  isImmediate: boolean;
}

/** Finds every place in a file that loads an env file, in the order of the text. */
export function readEnvCalls(context: FileContext): EnvCall[] {
  const { ts, tree, bindings } = context;
  const calls: EnvCall[] = [];
  const add = (kind: EnvCall["kind"], module: string, node: EnvCall["node"]): void => {
    calls.push({ context, kind, module, node, line: lineOf(context, node), ...reach(ts, node) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      visitSpecifier(node.moduleSpecifier);
    } else if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      if (loadedSpecifier(ts, node) !== undefined && argument && ts.isStringLiteralLike(argument)) {
        visitSpecifier(argument);
      }
      const callee = resolveReference(ts, node.expression, bindings);
      const kind = callee && classifyEnvCall(callee);
      if (callee && kind) {
        add(kind, callee.module, node);
        // `expand(config())` is one loading, not two.
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  const visitSpecifier = (specifier: ts.StringLiteralLike): void => {
    if (isEnvImport(specifier.text)) add("import", specifier.text, specifier);
    else if (isUnsupportedLoader(specifier.text)) add("unsupported", specifier.text, specifier);
  };
  visit(tree);
  const nested = calls.map((call) => innerCall(call));
  return calls.filter(({ node }) => !nested.includes(node as ts.CallExpression));
}

/** The `config()` that an `expand(...)` is given, directly or by a constant's name. */
export function innerCall({ kind, node, context }: EnvCall): ts.CallExpression | undefined {
  const { ts, constants } = context;
  if (kind !== "expand" || !ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const value = argument && ts.isIdentifier(argument) ? constants.get(argument.text) : argument;
  return value && ts.isCallExpression(value) ? value : undefined;
}

function reach(ts: FileContext["ts"], node: ts.Node): Pick<EnvCall, "conditions" | "isImmediate"> {
  let conditions: EnvCall["conditions"] = [];
  let isImmediate = true;
  for (let child = node; child.parent; child = child.parent) {
    const { parent } = child;
    const test = conditionOf(ts, parent, child);
    if (test) conditions?.unshift(test);
    else if (isUnclear(ts, parent, child)) conditions = undefined;
    if (ts.isFunctionLike(parent) && !isCalledAtOnce(ts, parent)) isImmediate = false;
  }
  return { conditions, isImmediate };
}

function conditionOf(ts: FileContext["ts"], parent: ts.Node, child: ts.Node) {
  if (ts.isIfStatement(parent) && child !== parent.expression) {
    return { test: parent.expression, negated: child === parent.elseStatement };
  }
  if (ts.isConditionalExpression(parent) && child !== parent.condition) {
    return { test: parent.condition, negated: child === parent.whenFalse };
  }
  if (!ts.isBinaryExpression(parent) || child !== parent.right) return undefined;
  const operator = parent.operatorToken.kind;
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) {
    return { test: parent.left, negated: false };
  }
  return operator === ts.SyntaxKind.BarBarToken ? { test: parent.left, negated: true } : undefined;
}

function isUnclear(ts: FileContext["ts"], parent: ts.Node, child: ts.Node): boolean {
  return (
    ts.isCaseOrDefaultClause(parent) ||
    ts.isCatchClause(parent) ||
    (ts.isIterationStatement(parent, false) && child === parent.statement) ||
    (ts.isBinaryExpression(parent) &&
      child === parent.right &&
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  );
}

function isCalledAtOnce(ts: FileContext["ts"], node: ts.Node): boolean {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
}
