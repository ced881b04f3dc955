import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../parse-python.js";

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
  const call: Call = { node: plain, callee, positional: [], keywords: new Map(), isSpread: false };
  const parts = childrenOf(list).filter(({ name }) => !/^(?:Comment|\(|\)|,)$/.test(name));
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as SyntaxNode;
    const value = parts[at + 2];
    if (/^\*\*?$/.test(part.name)) {
      call.isSpread = true;
      at += 1;
    } else if (parts[at + 1]?.name === "AssignOp" && value) {
      call.keywords.set(textOf(source, part), value);
      at += 2;
    } else call.positional.push(part);
  }
  return call;
}

/** An expression without the brackets around it. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  const [open, inner, close] = node.name === "ParenthesizedExpression" ? childrenOf(node) : [];
  return open && inner && close?.name === ")" ? unwrap(inner) : node;
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

/** The value of a plain string without escapes. */
export function readString(source: PythonSource, node: SyntaxNode): string | undefined {
  if (node.name !== "String") return undefined;
  const [, , text] = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(textOf(source, node)) ?? [];
  return text?.includes("\\") ? undefined : text;
}

/** Whether an expression is `None`, `False` or `True`. */
export function isLiteral(source: PythonSource, node: SyntaxNode, value: string): boolean {
  return textOf(source, node) === value;
}
