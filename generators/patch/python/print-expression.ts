import type { SyntaxNode } from "@lezer/common";
import { type PythonModule, walk } from "./python-module.js";

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
