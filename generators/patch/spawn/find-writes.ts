import type { ts } from "ts-morph";
import { isAssignment } from "../read-context.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Where a property of a variable is set (`value`) or deleted. */
export function findWrites(
  context: SpawnContext,
  declaration: ts.VariableDeclaration,
  key: string,
): { value?: ts.Expression }[] {
  const { ts } = context;
  return context.usesOf(declaration).flatMap((use): { value?: ts.Expression }[] => {
    const access = use.parent;
    const isKey =
      (ts.isPropertyAccessExpression(access) && access.name.text === key) ||
      (ts.isElementAccessExpression(access) &&
        ts.isStringLiteralLike(access.argumentExpression) &&
        access.argumentExpression.text === key);
    if (!isKey || access.expression !== use) return [];
    const { parent } = access;
    if (ts.isDeleteExpression(parent)) return [{}];
    return isAssignment(ts, parent) && parent.left === access ? [{ value: parent.right }] : [];
  });
}
