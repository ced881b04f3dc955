import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { bareValue, type PythonModule } from "./read-module.js";

const maxDepth = 8;

/**
 * What an expression is called where it is defined, through imports and other names for it: `P` is
 * `subprocess.Popen` after `from subprocess import Popen as P`; undefined for what isn't imported.
 */
export function resolvePath(
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): string | undefined {
  const node = bareValue(expression);
  if (depth > maxDepth) return undefined;
  if (node.name === "VariableName") return resolveName(module, node, depth);
  if (node.name === "CallExpression") {
    const callee = node.firstChild && resolvePath(module, node.firstChild, depth + 1);
    // `get_context("spawn")` has the names of the module itself.
    return callee === "multiprocessing.get_context" ? "multiprocessing" : undefined;
  }
  const [owner, dot, property] = childrenOf(node);
  if (node.name !== "MemberExpression" || !owner || dot?.name !== "." || !property)
    return undefined;
  const path = resolvePath(module, owner, depth + 1);
  return path === undefined ? undefined : `${path}.${textOf(module, property)}`;
}

function resolveName(module: PythonModule, name: SyntaxNode, depth: number): string | undefined {
  const { scopes } = module;
  const bindings = scopes.bindingsOf(name);
  if (bindings.length === 0) {
    const star = scopes.stars.find((each) =>
      /^(?:subprocess|os|asyncio|multiprocessing)$/.test(each),
    );
    return star && `${star}.${textOf(module, name)}`;
  }
  // Of a module and its stand-in, `try: … except ImportError: …`, either will do.
  const imported = bindings.every(({ kind }) => kind === "import") ? bindings.at(-1) : undefined;
  const { path, value } = imported ?? scopes.bindingOf(name) ?? {};
  return path ?? (value && resolvePath(module, value, depth + 1));
}

/** Whether an expression is this process's own environment. */
export function isEnviron(module: PythonModule, node: SyntaxNode): boolean {
  return resolvePath(module, node) === "os.environ";
}
