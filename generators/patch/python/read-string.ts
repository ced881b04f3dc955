import type { SyntaxNode } from "@lezer/common";
import { childrenOf } from "./parse-python.js";
import { type PythonModule, walk } from "./python-module.js";

type Part = { anchor: "target" | "cwd" | "text"; path: string };

/** A string literal's parts, those of an f-string evaluated; undefined where one can't be told. */
export function readString(
  module: PythonModule,
  node: SyntaxNode,
  evaluate: (node: SyntaxNode) => Part | undefined,
): (Part | undefined)[] | undefined {
  if (node.name === "ContinuedString") {
    const parts = childrenOf(node).map((child) => readString(module, child, evaluate));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const text = module.text.slice(node.from, node.to);
  const [opening = "", prefix = "", quote = ""] = /^([a-zA-Z]*)('''|"""|'|")/.exec(text) ?? [];
  if (opening === "" || /b/i.test(prefix)) return undefined;
  const parts: (Part | undefined)[] = [];
  let at = node.from + opening.length;
  const add = (to: number): void => {
    parts.push(readPlain(module.text.slice(at, to), prefix, node.name === "FormatString"));
  };
  for (const replacement of childrenOf(node)) {
    if (replacement.name !== "FormatReplacement") continue;
    add(replacement.from);
    const [, value, ...rest] = childrenOf(replacement);
    parts.push(value && rest.length === 1 ? evaluate(value) : undefined);
    at = replacement.to;
  }
  add(node.to - quote.length);
  return parts;
}

// Paths need no more than these; any other escape can't be told.
function readPlain(text: string, prefix: string, isFormat: boolean): Part | undefined {
  const plain = isFormat ? text.replace(/([{}])\1/g, "$1") : text;
  if (/r/i.test(prefix)) return { anchor: "text", path: plain };
  if (!/^(?:[^\\]|\\[\\'"])*$/.test(plain)) return undefined;
  return { anchor: "text", path: plain.replace(/\\(.)/g, "$1") };
}

/** An expression on one line, its strings in the quotes that black prefers. */
export function printExpression(module: PythonModule, node: SyntaxNode): string {
  let text = "";
  let at = node.from;
  walk(node, (each) => {
    if (each.name !== "String") return undefined;
    const literal = module.text.slice(each.from, each.to);
    text += module.text.slice(at, each.from).replace(/\s+/g, " ");
    text += literal.replace(/^([a-zA-Z]*)'([^'"\\]*)'$/, '$1"$2"');
    at = each.to;
    return false;
  });
  return text + module.text.slice(at, node.to).replace(/\s+/g, " ");
}

/** A Python literal of a text. */
export function printString(text: string): string {
  return JSON.stringify(text);
}
