import type { SyntaxNode } from "@lezer/common";
import type { Edit } from "../../spawn/append-items.js";
import { childrenOf } from "../parse-python.js";
import type { PythonModule } from "./read-module.js";

/** Adds an item behind the last one in a call's parentheses or a dictionary's braces, laid out as they are. */
export function appendItem({ text }: PythonModule, list: SyntaxNode, item: string): Edit[] {
  return appendInside(text, list.from + 1, childrenOf(list).slice(1, -1), [item]);
}

/** The same for several, and for what stands inside any brackets, comments included; `open` is the offset behind the first one. */
export function appendInside(
  text: string,
  open: number,
  inside: readonly SyntaxNode[],
  items: readonly string[],
): Edit[] {
  const code = inside.filter(({ name }) => name !== "Comment");
  const last = code.at(-1);
  if (!last)
    return [{ start: open, end: open, text: items.join(", ") + (inside.length > 0 ? "," : "") }];
  const hasComma = last.name === ",";
  const first = startOfLast(code, hasComma);
  const indent = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(text.slice(0, first))?.[1];
  if (indent === undefined) {
    const added = items.map((item) => (hasComma ? ` ${item},` : `, ${item}`)).join("");
    return [{ start: last.to, end: last.to, text: added }];
  }
  const newline = /(\r\n|\r|\n)[^\r\n]*$/.exec(text.slice(0, first))?.[1] ?? "\n";
  const lines = items.map((item) => newline + indent + item).join(",");
  // What is said of the last item stays beside it.
  const comment = inside.find(({ name, from }) => {
    return name === "Comment" && from >= last.to && !/[\r\n]/.test(text.slice(last.to, from));
  });
  const tail = comment?.to ?? last.to;
  if (hasComma) return [{ start: tail, end: tail, text: `${lines},` }];
  if (!comment) return [{ start: tail, end: tail, text: `,${lines}` }];
  return [
    { start: last.to, end: last.to, text: "," },
    { start: tail, end: tail, text: lines },
  ];
}

// `name=value`, `**more`, `"key": value`: all that stands behind the comma before.
function startOfLast(code: SyntaxNode[], hasComma: boolean): number {
  const items = hasComma ? code.slice(0, -1) : code;
  const comma = items.map(({ name }) => name).lastIndexOf(",");
  return (items[comma + 1] ?? items.at(-1))?.from ?? 0;
}
