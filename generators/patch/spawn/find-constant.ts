import type { ts } from "ts-morph";
import { isAssignment } from "../read-context.js";
import { unwrap } from "../resolve-references.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** The value that a name was declared with, when nothing assigns to the name afterwards. */
export function findConstant(
  context: SpawnContext,
  name: ts.Identifier,
): { declaration: ts.VariableDeclaration; value: ts.Expression } | undefined {
  const { ts } = context;
  const declaration = context.declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) {
    return undefined;
  }
  if (!ts.isIdentifier(declaration.name)) return undefined;
  const isFixed =
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 ||
    !context.usesOf(declaration).some((use) => isAssigned(context, use));
  return isFixed ? { declaration, value: unwrap(ts, declaration.initializer) } : undefined;
}

function isAssigned({ ts }: SpawnContext, { parent }: ts.Identifier): boolean {
  if (isAssignment(ts, parent)) return ts.isIdentifier(parent.left);
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}
