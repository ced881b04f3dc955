import type { ts } from "ts-morph";
import { lineOf } from "../parse-source.js";
import type { FileContext } from "../read-context.js";
import { siblingsOf } from "./find-delayed-exits.js";
import type { LeftPlace } from "./migrate.js";

/** Console calls that will log what the logger's call beside them logs already, as a file has them that wrote to both. */
export function findDoubles(
  context: FileContext,
  calls: readonly ts.CallExpression[],
  isOurLogger: (expression: ts.Expression) => boolean,
): LeftPlace[] {
  const { ts } = context;
  const isSame = (call: ts.CallExpression, beside: ts.Statement | undefined): boolean => {
    if (!beside || !ts.isExpressionStatement(beside)) return false;
    const other = beside.expression;
    if (!ts.isCallExpression(other) || !ts.isPropertyAccessExpression(other.expression))
      return false;
    return isOurLogger(other.expression.expression) && textOf(call) === textOf(other);
  };
  return calls.flatMap((call) => {
    const statement = call.parent;
    if (!ts.isExpressionStatement(statement)) return [];
    const siblings = siblingsOf(ts, statement);
    const index = siblings.indexOf(statement);
    if (!isSame(call, siblings[index - 1]) && !isSame(call, siblings[index + 1])) return [];
    const text = "now logs the same as the line beside it: one of them can go";
    return [{ line: lineOf(context, call), kind: "twice", text }];
  });
}

function textOf(call: ts.CallExpression): string {
  return call.arguments.map((each) => each.getText()).join(", ");
}
