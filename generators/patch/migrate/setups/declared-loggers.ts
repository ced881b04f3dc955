import type { ts } from "ts-morph";
import { isWrapper } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";

function outermost(ts: SpawnContext["ts"], node: ts.Node): ts.Node {
  let outer = node;
  while (isWrapper(ts, outer.parent)) outer = outer.parent;
  return outer;
}

/** The variable that a logger is the value of. */
export function declarationOf(
  { ts }: SpawnContext,
  made: ts.Expression,
): ts.VariableDeclaration | undefined {
  const { parent } = outermost(ts, made);
  return ts.isVariableDeclaration(parent) ? parent : undefined;
}

/** Whether it is `const logger = …` at the top, so that an import can have its name. */
export function isConstant(context: SpawnContext, made: ts.Expression): boolean {
  const { ts } = context;
  const declaration = declarationOf(context, made);
  if (!declaration || !ts.isIdentifier(declaration.name)) return false;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.parent !== context.tree) return false;
  if (isExported(ts, statement) && statement.declarationList.declarations.length > 1) return false;
  return context
    .usesOf(declaration)
    .every(
      ({ parent }) =>
        !ts.isBinaryExpression(parent) ||
        parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken ||
        parent.left.getText() !== nameOf(context, made),
    );
}

/** The name of that variable. */
export function nameOf(context: SpawnContext, made: ts.Expression): string {
  return declarationOf(context, made)?.name.getText(context.tree) ?? "";
}

/** Whether a variable is exported where it is declared. */
export function isExported(ts: SpawnContext["ts"], statement: ts.VariableStatement): boolean {
  return (ts.getModifiers(statement) ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
}
