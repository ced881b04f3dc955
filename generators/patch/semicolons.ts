import type { ts } from "ts-morph";
import type { Source } from "./parse-source.js";

type Tree = Pick<Source, "ts" | "tree">;

/**
 * Where a statement ends for a person: a semicolon on a later line, as files without semicolons have
 * ahead of a bracket, belongs to what follows it.
 */
export function endOf(source: Tree, statement: ts.Statement): number {
  const semicolon = semicolonOf(source, statement);
  return semicolon && isDetached(source, semicolon) ? semicolon.pos : statement.end;
}

/** A statement's text without its semicolon. */
export function textOf(source: Tree, statement: ts.Statement): string {
  const end = semicolonOf(source, statement)?.pos ?? statement.end;
  return source.tree.text.slice(statement.getStart(source.tree), end);
}

/** Whether a statement ends with a semicolon of its own. */
export function hasSemicolon(source: Tree, statement: ts.Statement): boolean {
  const semicolon = semicolonOf(source, statement);
  return semicolon !== undefined && !isDetached(source, semicolon);
}

function semicolonOf({ ts, tree }: Tree, statement: ts.Statement): ts.Node | undefined {
  const last = statement.getLastToken(tree);
  return last?.kind === ts.SyntaxKind.SemicolonToken ? last : undefined;
}

function isDetached({ tree }: Tree, semicolon: ts.Node): boolean {
  return /[\r\n]/.test(tree.text.slice(semicolon.pos, semicolon.getStart(tree)));
}
