import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf, unwrap } from "../parse-python.js";
import { readArguments } from "../read-arguments.js";
import { readString } from "../read-string.js";

/** A call and what it is given. */
export interface Call {
  node: SyntaxNode;
  callee: SyntaxNode;
  positional: SyntaxNode[];
  keywords: Map<string, SyntaxNode>;
  /** Whether `*list` or `**table` is among them. */
  isSpread: boolean;
}

/** Reads a call; undefined for any other expression. */
export function readCall(source: PythonSource, node: SyntaxNode | undefined): Call | undefined {
  const plain = node && unwrap(node);
  const [callee, list] = plain?.name === "CallExpression" ? childrenOf(plain) : [];
  if (plain === undefined || callee === undefined || list?.name !== "ArgList") return undefined;
  const { positional, named, isSpread } = readArguments(source, plain);
  return { node: plain, callee, positional, keywords: named, isSpread };
}

/** The items of a list or a tuple; undefined for any other expression. */
export function readItems(node: SyntaxNode): SyntaxNode[] | undefined {
  if (!/^(?:Array|Tuple|Set)Expression$/.test(node.name)) return undefined;
  const items = childrenOf(node).filter(({ name }) => !/^(?:Comment|[[\](),{}])$/.test(name));
  return items.some(({ name }) => name === "*") ? undefined : items;
}

/** The entries of a dictionary, or of `dict(a=…)`, by name; undefined where not all can be read. */
export function readEntries(
  source: PythonSource,
  node: SyntaxNode,
): Map<string, SyntaxNode> | undefined {
  const call = readCall(source, node);
  if (call && textOf(source, call.callee) === "dict")
    return call.isSpread || call.positional.length > 0 ? undefined : call.keywords;
  if (node.name !== "DictionaryExpression") return undefined;
  const parts = childrenOf(node).filter(({ name }) => !/^(?:Comment|[{},:])$/.test(name));
  const entries = new Map<string, SyntaxNode>();
  for (let at = 0; at < parts.length; at += 2) {
    const [key, value] = [parts[at], parts[at + 1]];
    const name = key && readString(source, key);
    if (name === undefined || value === undefined) return undefined;
    entries.set(name, value);
  }
  return entries;
}

/** Whether an expression is `None`, `False` or `True`. */
export function isLiteral(source: PythonSource, node: SyntaxNode, value: string): boolean {
  return textOf(source, node) === value;
}
