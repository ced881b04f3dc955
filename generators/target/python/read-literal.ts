import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../../patch/python/parse-python.js";
import { readString } from "../../patch/python/read-string.js";

/** The value of a literal expression: strings, lists, tuples, dictionaries, True and False; else undefined. */
export function readLiteral(source: PythonSource, node: SyntaxNode | undefined): unknown {
  if (node === undefined) return undefined;
  const items = childrenOf(node).filter(({ name }) => !/^([()[\]{},:]|Comment)$/.test(name));
  if (/String$/.test(node.name)) return readString(source, node);
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
