import ts from "typescript";
import type { Edit } from "./apply-edits.js";

// A script's own view of these is more than TypeScript's: `process as { moduleLoadList?: … }`.
const hostObjects = new Set(["process", "globalThis", "console"]);

/** Puts in what a type checker of JavaScript needs where a type is taken away. */
export function keepCheckable(node: ts.Node): Edit[] {
  if (ts.isAsExpression(node) && !ts.isAsExpression(node.parent)) return castHostObject(node);
  if (ts.isVariableStatement(node)) return declareFunctionVariable(node);
  if (ts.isFunctionDeclaration(node)) return returnFromNever(node);
  return [];
}

function castHostObject(node: ts.AsExpression): Edit[] {
  let inner: ts.Expression = node;
  while (ts.isAsExpression(inner)) inner = inner.expression;
  if (!ts.isIdentifier(inner) || !hostObjects.has(inner.text)) return [];
  const text = `/** @type {any} */ (${inner.text})`;
  return [{ start: node.getStart(), end: node.end, text }];
}

// `let map: Mapper = () => undefined` takes arguments later on.
function declareFunctionVariable(node: ts.VariableStatement): Edit[] {
  const [declaration] = node.declarationList.declarations;
  const initializer = declaration?.initializer;
  if (node.declarationList.flags & ts.NodeFlags.Const || !declaration?.type) return [];
  if (!initializer || !ts.isArrowFunction(initializer)) return [];
  return [{ start: node.getStart(), end: node.getStart(), text: "/** @type {Function} */\n" }];
}

// Across `require` no checker sees that the last call never comes back, unless it is returned.
function returnFromNever(node: ts.FunctionDeclaration): Edit[] {
  const last = node.body?.statements.at(-1);
  if (node.type?.kind !== ts.SyntaxKind.NeverKeyword || !last) return [];
  if (!ts.isExpressionStatement(last) || !ts.isCallExpression(last.expression)) return [];
  return [{ start: last.getStart(), end: last.getStart(), text: "return " }];
}
