import { isBuiltin } from "node:module";
import type { ts } from "ts-morph";
import type { Source } from "./parse-source.js";

/** A value that comes from a module: `{ module: "path", members: ["posix", "join"] }`; no members means the module itself. */
export interface Reference {
  module: string;
  members: string[];
}

/** Names bound to modules anywhere in a file; undefined for a name that is bound to several. */
export type Bindings = Map<string, Reference | undefined>;

/** Collects what a file binds by import, `import = require`, `require` and `await import`, destructured or not. */
export function collectBindings({ ts, tree }: Source): Bindings {
  // The global is the same object as the module.
  const bindings: Bindings = new Map([["process", { module: "process", members: [] }]]);
  const bind = (name: string, reference: Reference): void => {
    const known = bindings.get(name);
    const isSame = known === undefined || sameReference(known, reference);
    bindings.set(name, isSame && !(bindings.has(name) && !known) ? reference : undefined);
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) bindImport(ts, node, bind);
    else if (ts.isImportEqualsDeclaration(node)) {
      const module = importEqualsSpecifier(ts, node);
      if (module !== undefined && !node.isTypeOnly) bind(node.name.text, reference(module, []));
    } else if (ts.isVariableDeclaration(node) && node.initializer) {
      const target = resolveReference(ts, node.initializer, bindings);
      if (target) bindName(ts, node.name, target, bind);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return bindings;
}

/** What an expression refers to, when that is a module or a member of one. */
export function resolveReference(
  ts: Source["ts"],
  node: ts.Expression,
  bindings: Bindings,
): Reference | undefined {
  const inner = unwrap(ts, node);
  if (ts.isIdentifier(inner)) return bindings.get(inner.text);
  if (ts.isPropertyAccessExpression(inner) && !inner.questionDotToken) {
    const owner = resolveReference(ts, inner.expression, bindings);
    return owner && reference(owner.module, [...owner.members, inner.name.text]);
  }
  const loaded = ts.isAwaitExpression(inner) ? unwrap(ts, inner.expression) : inner;
  const module = ts.isCallExpression(loaded) ? loadedSpecifier(ts, loaded) : undefined;
  return module === undefined ? undefined : reference(module, []);
}

/** The specifier of `require("x")` or `import("x")`. */
export function loadedSpecifier(ts: Source["ts"], call: ts.CallExpression): string | undefined {
  const [argument] = call.arguments;
  const isLoad =
    call.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(call.expression) && call.expression.text === "require");
  return isLoad && argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** The specifier of `import x = require("y")`. */
export function importEqualsSpecifier(
  ts: Source["ts"],
  node: ts.ImportEqualsDeclaration,
): string | undefined {
  const { moduleReference } = node;
  if (!ts.isExternalModuleReference(moduleReference)) return undefined;
  const { expression } = moduleReference;
  return ts.isStringLiteralLike(expression) ? expression.text : undefined;
}

/** The expression without parentheses, `as`, `satisfies`, `!` and type assertions. */
export function unwrap(ts: Source["ts"], node: ts.Expression): ts.Expression {
  return isWrapper(ts, node) ? unwrap(ts, node.expression) : node;
}

/** Whether a node is its expression, in parentheses or with another type. */
export function isWrapper(
  ts: Source["ts"],
  node: ts.Node,
): node is ts.Expression & { expression: ts.Expression } {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

function reference(module: string, members: string[]): Reference {
  const name = module.replace(/^node:/, "");
  return {
    module: isBuiltin(name) ? name : module,
    members: members.filter((member) => member !== "default"),
  };
}

function sameReference(a: Reference, b: Reference): boolean {
  return a.module === b.module && a.members.join(".") === b.members.join(".");
}

type Bind = (name: string, reference: Reference) => void;

function bindImport(ts: Source["ts"], node: ts.ImportDeclaration, bind: Bind): void {
  const clause = node.importClause;
  if (!clause || clause.isTypeOnly || !ts.isStringLiteral(node.moduleSpecifier)) return;
  const module = node.moduleSpecifier.text;
  if (clause.name) bind(clause.name.text, reference(module, []));
  const named = clause.namedBindings;
  if (!named) return;
  if (ts.isNamespaceImport(named)) {
    bind(named.name.text, reference(module, []));
    return;
  }
  for (const element of named.elements) {
    if (element.isTypeOnly) continue;
    bind(element.name.text, reference(module, [(element.propertyName ?? element.name).text]));
  }
}

function bindName(
  ts: Source["ts"],
  name: ts.BindingName,
  { module, members }: Reference,
  bind: Bind,
): void {
  if (ts.isIdentifier(name)) bind(name.text, reference(module, members));
  if (!ts.isObjectBindingPattern(name)) return;
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken || !ts.isIdentifier(key)) continue;
    bindName(ts, element.name, { module, members: [...members, key.text] }, bind);
  }
}
