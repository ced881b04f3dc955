import type { ts } from "ts-morph";
import { unwrap } from "../resolve-references.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Whether an expression is, or is read from, a parameter of the function around it. */
export function isGiven(context: SpawnContext, expression: ts.Expression): boolean {
  const { ts } = context;
  let node = unwrap(ts, expression);
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    node = unwrap(ts, node.expression);
  }
  if (!ts.isIdentifier(node)) return false;
  let declaration: ts.Node | undefined = context.declarationOf(node);
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration))) {
    declaration = declaration.parent;
  }
  return declaration !== undefined && ts.isParameter(declaration);
}
