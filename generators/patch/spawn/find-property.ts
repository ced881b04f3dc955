import type { ts } from "ts-morph";
import type { TypeScript } from "../parse-source.js";

/** The last property of an object that has a name; a name in quotes is the same name. */
export function findProperty(
  ts: TypeScript,
  literal: ts.ObjectLiteralExpression,
  name: string,
): Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment> | undefined {
  const found = literal.properties.findLast((property) => nameOf(ts, property) === name);
  return found && !ts.isSpreadAssignment(found) ? found : undefined;
}

/** The value that an object's property is written out with. */
export function findValue(
  ts: TypeScript,
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  const property = findProperty(ts, literal, name);
  if (!property) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** Whether an object has properties whose names are only known when it is made. */
export function hasComputedName(ts: TypeScript, literal: ts.ObjectLiteralExpression): boolean {
  return literal.properties.some(
    (property) => !ts.isSpreadAssignment(property) && nameOf(ts, property) === undefined,
  );
}

function nameOf(ts: TypeScript, { name }: ts.ObjectLiteralElementLike): string | undefined {
  if (!name) return undefined;
  const written = ts.isComputedPropertyName(name) ? name.expression : name;
  const isText =
    ts.isIdentifier(name) || ts.isStringLiteralLike(written) || ts.isNumericLiteral(written);
  return isText ? (written as ts.Identifier | ts.StringLiteralLike).text : undefined;
}
