import type { SyntaxNode } from "@lezer/common";
import type { Edit } from "../../spawn/append-items.js";
import { childrenOf, textOf } from "../parse-python.js";
import { appendInside } from "./append-item.js";
import type { PythonModule } from "./read-module.js";

/** Adds names to a `from … import …`, in their order where the names are sorted. */
export function extendImport(
  module: PythonModule,
  statement: SyntaxNode,
  items: readonly string[],
): Edit[] {
  const names = readNames(module, statement);
  const texts = names.map(({ text }) => text);
  const isSorted = texts.every((text, index) => index === 0 || (texts[index - 1] ?? "") <= text);
  const placed = items.map((item) => {
    return { item, next: isSorted ? names.find(({ text }) => text > item) : undefined };
  });
  const between = placed.flatMap(({ item, next }) => {
    const gap = next && (gapBefore(module, next.from) ?? " ");
    return next ? [{ start: next.from, end: next.from, text: `${item},${gap}` }] : [];
  });
  const last = placed.flatMap(({ item, next }) => (next ? [] : [item]));
  return last.length > 0 ? [...between, ...appendNames(module, statement, last)] : between;
}

interface ImportedItem {
  text: string;
  from: number;
}

function readNames(module: PythonModule, statement: SyntaxNode): ImportedItem[] {
  const children = childrenOf(statement);
  const at = children.findIndex(({ name }) => name === "import");
  return children.flatMap((each, index) => {
    const isFirst = each.name === "VariableName" && children[index - 1]?.name !== "as";
    return index > at && isFirst ? [{ text: textOf(module, each), from: each.from }] : [];
  });
}

// Where each name has its own line, a new one has, too.
function gapBefore({ text }: PythonModule, offset: number): string | undefined {
  return /(?:\r\n|\r|\n)[^\S\r\n]*$/.exec(text.slice(0, offset))?.[0];
}

function appendNames(
  { text }: PythonModule,
  statement: SyntaxNode,
  items: readonly string[],
): Edit[] {
  const children = childrenOf(statement);
  const open = children.findIndex(({ name }) => name === "(");
  const bracket = children[open];
  if (bracket) return appendInside(text, bracket.to, children.slice(open + 1, -1), items);
  return [{ start: statement.to, end: statement.to, text: `, ${items.join(", ")}` }];
}
