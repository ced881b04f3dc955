import type { ts } from "ts-morph";
import { unwrap } from "../resolve-references.js";
import { computed, isComputed, unknownText } from "./combine-texts.js";
import { findConstant } from "./find-constant.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { type Here, readTexts } from "./read-texts.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

const maxDepth = 20;

/** The words of a list of arguments; one that can't be told stands for all of them. */
export function readWords(
  context: SpawnContext,
  expression: ts.Expression | undefined,
  here: Here,
  depth = 0,
): string[] {
  const { ts } = context;
  if (!expression || depth > maxDepth) return [];
  const node = unwrap(ts, expression);
  if (ts.isIdentifier(node)) {
    if (node.text === "undefined") return [];
    const constant = findConstant(context, node);
    return constant ? readWords(context, constant.value, here, depth + 1) : [unknownText(node)];
  }
  if (node.kind === ts.SyntaxKind.NullKeyword) return [];
  if (!ts.isArrayLiteralExpression(node)) return readList(context, node, here, depth);
  return node.elements.flatMap((element) => {
    if (!ts.isSpreadElement(element)) return readTexts(context, element, here)[0] ?? computed;
    if (isNodeFlags(context, element.expression)) return [];
    return readWords(context, element.expression, here, depth + 1);
  });
}

// Flags of the node that runs now, which the child gets too.
function isNodeFlags(context: SpawnContext, expression: ts.Expression): boolean {
  const callee = resolveCallee(context, expression);
  return callee !== undefined && calleeName(callee) === "process.execArgv";
}

// `["x.js"].concat(more)`: its beginning is what names the script.
function readList(context: SpawnContext, node: ts.Expression, here: Here, depth: number): string[] {
  const { ts } = context;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (name.text === "concat") {
      return [...readWords(context, expression, here, depth + 1), computed];
    }
    if (name.text === "split" || name.text === "filter") {
      const [text = ""] = readTexts(context, expression, here);
      if (!isComputed(text)) return text.split(" ");
    }
  }
  return [unknownText(node)];
}
