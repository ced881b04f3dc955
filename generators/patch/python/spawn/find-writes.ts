import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { listArguments } from "../read-arguments.js";
import { nodesIn, type PythonModule } from "./read-module.js";
import { isSameScope, runsBefore } from "./read-scopes.js";

/** A change of what a variable holds. */
export type Write =
  | { kind: "entry"; key: SyntaxNode; value: SyntaxNode; isSure: boolean }
  | { kind: "removed"; key: SyntaxNode }
  /** `e.update(…)` */
  | { kind: "update"; node: SyntaxNode }
  /** `e |= …` */
  | { kind: "union"; value: SyntaxNode };

/** Changes of a variable's dictionary that a use of it may have met, in order. */
export function findWrites(module: PythonModule, use: SyntaxNode): Write[] {
  const binding = module.scopes.bindingOf(use);
  if (!binding) return [];
  return findUses(module, use).flatMap((other) => {
    // What a function finds in its module was done to it at some time.
    if (isSameScope(other, use) && other.from >= use.from) return [];
    return readWrite(module, other, use) ?? [];
  });
}

/** Every place that means the same variable as a name does. */
export function findUses(module: PythonModule, name: SyntaxNode): SyntaxNode[] {
  const binding = module.scopes.bindingOf(name);
  const text = textOf(module, name);
  return [...nodesIn(module.tree.topNode)].filter(
    (node) =>
      node.name === "VariableName" &&
      textOf(module, node) === text &&
      binding !== undefined &&
      module.scopes.bindingOf(node) === binding,
  );
}

function readWrite(module: PythonModule, name: SyntaxNode, use: SyntaxNode): Write | undefined {
  const { parent } = name;
  const statement = parent?.parent;
  if (!parent) return undefined;
  if (parent.name === "UpdateStatement" && parent.firstChild?.from === name.from) {
    return parent.lastChild ? { kind: "union", value: parent.lastChild } : undefined;
  }
  const [owner, dot, key] = childrenOf(parent);
  if (parent.name !== "MemberExpression" || owner?.from !== name.from || !statement || !key) {
    return undefined;
  }
  if (dot?.name === "[") {
    if (statement.name === "DeleteStatement") return { kind: "removed", key };
    const isTarget =
      statement.name === "AssignStatement" && statement.firstChild?.from === name.from;
    const value = isTarget ? statement.lastChild : undefined;
    return value ? { kind: "entry", key, value, isSure: runsBefore(statement, use) } : undefined;
  }
  if (statement.name !== "CallExpression" || statement.firstChild?.to !== parent.to)
    return undefined;
  const method = textOf(module, key);
  const [first, second] = listArguments(module, statement);
  if (method === "update") return { kind: "update", node: statement };
  if (method === "pop" && first) return { kind: "removed", key: first.value };
  return method === "setdefault" && first && second
    ? { kind: "entry", key: first.value, value: second.value, isSure: false }
    : undefined;
}
