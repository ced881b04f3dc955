import type { ts } from "ts-morph";
import type { Source } from "./parse-source.js";
import { type Bindings, collectBindings } from "./resolve-references.js";

/** A source file with what its names stand for. */
export interface FileContext extends Source {
  bindings: Bindings;
  /** Initializers of the names that are declared once and never assigned again. */
  constants: Map<string, ts.Expression>;
}

/** Reads what the names of a file stand for. */
export function readContext(source: Source): FileContext {
  return { ...source, bindings: collectBindings(source), constants: collectConstants(source) };
}

function collectConstants({ ts, tree }: Source): Map<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  const changing = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) || ts.isVariableDeclaration(node)) {
      if (ts.isIdentifier(node.name)) {
        const name = node.name.text;
        if (constants.has(name) || !node.initializer || ts.isParameter(node)) changing.add(name);
        else constants.set(name, node.initializer);
      }
    } else if (isAssignment(ts, node) && ts.isIdentifier(node.left)) changing.add(node.left.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const name of changing) constants.delete(name);
  return constants;
}

/** Whether a node assigns to something. */
export function isAssignment(ts: Source["ts"], node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && isAssignmentOperator(ts, node.operatorToken.kind);
}

/** Whether an operator assigns: `=`, `+=`, `??=`. */
export function isAssignmentOperator({ SyntaxKind }: Source["ts"], kind: ts.SyntaxKind): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}
