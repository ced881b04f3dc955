import type { ts } from "ts-morph";
import {
  importEqualsSpecifier,
  loadedSpecifier,
  type Reference,
  unwrap,
} from "../resolve-references.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** What a callee is: a member of a module, perhaps made to return promises. */
export interface Callee extends Reference {
  isPromisified: boolean;
}

const maxDepth = 12;

/** Follows a callee to the module it comes from, by the scopes of the file; undefined for everything else. */
export function resolveCallee(
  context: SpawnContext,
  expression: ts.Expression,
): Callee | undefined {
  return follow(context, expression, 0);
}

/** The module and member without `node:`, as the table of ways to start processes has them. */
export function calleeName({ module, members }: Callee): string {
  return [module, ...members].join(".");
}

function follow(
  context: SpawnContext,
  expression: ts.Expression,
  depth: number,
): Callee | undefined {
  const { ts } = context;
  const node = unwrap(ts, expression);
  if (depth > maxDepth) return undefined;
  if (ts.isIdentifier(node)) return resolveName(context, node, depth + 1);
  if (ts.isPropertyAccessExpression(node)) {
    return member(follow(context, node.expression, depth + 1), node.name.text);
  }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return member(follow(context, node.expression, depth + 1), node.argumentExpression.text);
  }
  // `(0, cp.fork)(…)`, as compilers write it.
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return follow(context, node.right, depth + 1);
  }
  if (ts.isAwaitExpression(node)) return follow(context, node.expression, depth + 1);
  if (!ts.isCallExpression(node)) return undefined;
  const specifier = loadedSpecifier(ts, node);
  if (specifier !== undefined) return moduleOf(specifier);
  return resolvePromisified(context, node, depth + 1);
}

function moduleOf(specifier: string): Callee {
  return { module: specifier.replace(/^node:/, ""), members: [], isPromisified: false };
}

function member(owner: Callee | undefined, name: string): Callee | undefined {
  if (!owner || name === "default") return owner;
  return { ...owner, members: [...owner.members, name] };
}

function resolveName(
  context: SpawnContext,
  name: ts.Identifier,
  depth: number,
): Callee | undefined {
  const { ts } = context;
  const declaration = context.declarationOf(name);
  if (!declaration) return name.text === "process" ? moduleOf("process") : undefined;
  if (ts.isImportSpecifier(declaration)) {
    return member(
      importOf(context, declaration),
      (declaration.propertyName ?? declaration.name).text,
    );
  }
  if (ts.isImportClause(declaration) || ts.isNamespaceImport(declaration)) {
    return importOf(context, declaration);
  }
  if (ts.isImportEqualsDeclaration(declaration)) {
    const specifier = importEqualsSpecifier(ts, declaration);
    return specifier === undefined || declaration.isTypeOnly ? undefined : moduleOf(specifier);
  }
  return resolveDeclared(context, declaration, depth);
}

function importOf(context: SpawnContext, declaration: ts.Node): Callee | undefined {
  const { ts } = context;
  if (!ts.isImportDeclaration(declaration)) {
    return ts.isSourceFile(declaration) ? undefined : importOf(context, declaration.parent);
  }
  const { moduleSpecifier, importClause } = declaration;
  if (importClause?.isTypeOnly || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  return moduleOf(moduleSpecifier.text);
}

// `const cp = require(…)`, `const { fork: start } = cp`, `import(…).then(({ fork }) => …)`.
function resolveDeclared(
  context: SpawnContext,
  declaration: ts.Node,
  depth: number,
): Callee | undefined {
  const { ts } = context;
  if (ts.isVariableDeclaration(declaration)) {
    return declaration.initializer && follow(context, declaration.initializer, depth);
  }
  if (ts.isBindingElement(declaration)) {
    const key = declaration.propertyName ?? declaration.name;
    if (declaration.dotDotDotToken || !ts.isIdentifier(key)) return undefined;
    if (!ts.isObjectBindingPattern(declaration.parent)) return undefined;
    return member(resolveDeclared(context, declaration.parent.parent, depth), key.text);
  }
  if (!ts.isParameter(declaration) || declaration.parent.parameters[0] !== declaration) {
    return undefined;
  }
  const then = declaration.parent.parent;
  if (!ts.isCallExpression(then) || !ts.isPropertyAccessExpression(then.expression)) {
    return undefined;
  }
  const owner = unwrap(ts, then.expression.expression);
  const isImport =
    ts.isCallExpression(owner) && owner.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport && then.expression.name.text === "then"
    ? follow(context, owner, depth)
    : undefined;
}

function resolvePromisified(
  context: SpawnContext,
  call: ts.CallExpression,
  depth: number,
): Callee | undefined {
  const [argument] = call.arguments;
  const callee = argument && follow(context, call.expression, depth);
  if (!callee || calleeName(callee) !== "util.promisify") return undefined;
  const promised = follow(context, argument, depth);
  return promised && { ...promised, isPromisified: true };
}
