import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../../patch/python/parse-python.js";

/** The value of a literal expression: strings, lists, tuples, dictionaries, True and False; else undefined. */
export function readLiteral(source: PythonSource, node: SyntaxNode | undefined): unknown {
  if (node === undefined) return undefined;
  const items = childrenOf(node).filter(({ name }) => !/^([()[\]{},:]|Comment)$/.test(name));
  if (node.name === "String") return readString(textOf(source, node));
  if (node.name === "ContinuedString")
    return items.map((item) => readLiteral(source, item)).join("");
  if (node.name === "Boolean") return textOf(source, node) === "True";
  if (node.name === "Number") return Number(textOf(source, node));
  if (node.name === "ParenthesizedExpression") return readLiteral(source, items[0]);
  if (/^(Array|Tuple|Set)Expression$/.test(node.name))
    return items.map((item) => readLiteral(source, item));
  if (node.name !== "DictionaryExpression") return undefined;
  const pairs: [string, unknown][] = [];
  for (let index = 0; index + 1 < items.length; index += 2)
    pairs.push([String(readLiteral(source, items[index])), readLiteral(source, items[index + 1])]);
  return Object.fromEntries(pairs);
}

/** A call's arguments: those by position, and those by name. */
export function readArguments(
  call: SyntaxNode,
  source: PythonSource,
): { positional: SyntaxNode[]; named: Map<string, SyntaxNode> } {
  const list = childrenOf(call).find(({ name }) => name === "ArgList");
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  const nodes = list === undefined ? [] : childrenOf(list);
  for (const [index, node] of nodes.entries()) {
    if (/^([(),]|AssignOp|Comment)$/.test(node.name)) continue;
    const before = nodes[index - 1];
    if (nodes[index + 1]?.name === "AssignOp") continue;
    const name = nodes[index - 2];
    if (before?.name === "AssignOp" && name !== undefined) named.set(textOf(source, name), node);
    else positional.push(node);
  }
  return { positional, named };
}

/** Every call of a module whose callee reads like this. */
export function findCalls(source: PythonSource, callee: RegExp): SyntaxNode[] {
  const calls: SyntaxNode[] = [];
  source.tree.iterate({
    enter({ name, node }) {
      const first = name === "CallExpression" ? node.firstChild : null;
      if (first !== null && callee.test(textOf(source, first))) calls.push(node);
    },
  });
  return calls;
}

function readString(text: string): string | undefined {
  const [, prefix = "", , inner = ""] = /^([A-Za-z]*)("""|'''|"|')([\s\S]*)\2$/.exec(text) ?? [];
  if (/f/i.test(prefix) && inner.includes("{")) return undefined;
  return /r/i.test(prefix) ? inner : inner.replace(/\\(["'\\])/g, "$1");
}
