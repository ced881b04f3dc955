import type { ts } from "ts-morph";
import { unwrap } from "../resolve-references.js";
import type { Judged } from "./environment.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** What is said of a child whose output somebody shows. */
export const relayed =
  "passes on what its child prints: in testing the child prints its records too, and each is then seen twice";

/** Notes where a call shows or logs its child's output, beside the child's own log. */
export function noteRelays({ context, node, found }: Judged): string[] {
  const { ts } = context;
  const options = found.options && unwrap(ts, found.options);
  const isInherited =
    options !== undefined &&
    ts.isObjectLiteralExpression(options) &&
    options.properties.some(
      (property) =>
        property.name?.getText() === "stdio" && /["'`]inherit["'`]/.test(property.getText()),
    );
  if (isInherited) return [relayed];
  if (found.callback && logsOutput(found.callback)) return [relayed];
  const holder = holderOf(context, node);
  return holder?.some((use) => logsOutput(statementOf(context, use))) ? [relayed] : [];
}

function logsOutput(node: ts.Node): boolean {
  const text = node.getText();
  return (
    /\bstd(?:out|err)\b/.test(text) &&
    /\b(?:log(?:ger)?|console)\.\w+\(|process\.std(?:out|err)\.write|\.pipe\(\s*process\./.test(
      text,
    )
  );
}

// `const child = spawn(…)`: what is done with it later.
function holderOf(context: SpawnContext, node: ts.Node): ts.Identifier[] | undefined {
  const { ts } = context;
  let outer = node.parent;
  while (ts.isAwaitExpression(outer) || ts.isParenthesizedExpression(outer)) outer = outer.parent;
  if (!ts.isVariableDeclaration(outer) || !ts.isIdentifier(outer.name)) return undefined;
  return context.usesOf(outer).filter((use) => use !== outer.name);
}

function statementOf({ ts }: SpawnContext, node: ts.Node): ts.Node {
  let statement = node;
  while (statement.parent && !ts.isStatement(statement)) statement = statement.parent;
  return statement;
}
