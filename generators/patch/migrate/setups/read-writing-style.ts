import type { ts } from "ts-morph";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { WritingStyle } from "./write-adapter.js";

/** Reads how a file is written: its indentation, its commas, its ends of lines. */
export function readWritingStyle(
  { ts, tree, file }: SpawnContext,
  { quote, semicolon }: { quote: string; semicolon: boolean },
): WritingStyle {
  const { text } = tree;
  let trailing = 0;
  const visit = (node: ts.Node): void => {
    const list = ts.isObjectLiteralExpression(node)
      ? node.properties
      : ts.isArrayLiteralExpression(node)
        ? node.elements
        : undefined;
    const isLong = list?.length && /\n\s*[}\]]$/.test(node.getText(tree));
    if (isLong) trailing += list.hasTrailingComma ? 1 : -1;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return {
    isTyped: /\.[mc]?tsx?$/.test(file),
    quote,
    semicolon,
    indent: /\n(\t| {2,8})(?=[^\s*])/.exec(text)?.[1] ?? "  ",
    trailingComma: trailing >= 0,
    newline: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
