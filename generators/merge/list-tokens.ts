import type { ts } from "ts-morph";
import type { Source, TypeScript } from "../patch/parse-source.js";

/** A piece of code that no formatter takes apart: a token of the language, or a comment. */
export interface Token {
  /** Equal for tokens that a formatter may make of one another. */
  key: string;
  /** Offset in the text. */
  start: number;
  /** That of the trail, where it has one. */
  end: number;
  isComment: boolean;
  /** What stands behind it of that which formatters put in and take out. */
  trail: string;
}

/**
 * The tokens and comments of a source, without those that formatters put in and take out: semicolons, trailing
 * commas, brackets that say nothing.
 */
export function listTokens({ ts, tree }: Source): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JSDoc) return; // a comment, as the others are
    const children = node.getChildren(tree);
    for (const child of children) visit(child);
    const start = node.getStart(tree);
    if (children.length > 0 || node.kind === ts.SyntaxKind.SyntaxList || start < end) return;
    tokens.push(...listComments(tree.text, end, start));
    end = node.end;
    if (end === start) return;
    const last = tokens.findLast(({ isComment }) => !isComment);
    if (!isOptional(ts, tree, node)) {
      const key = keyOf(ts, tree, node);
      tokens.push({ key, start, end, isComment: false, trail: "" });
    } else if (last !== undefined) {
      last.trail += node.getText(tree);
      last.end = end;
    }
  };
  visit(tree);
  return tokens;
}

function listComments(text: string, start: number, end: number): Token[] {
  const comments = text.slice(start, end).matchAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|\S+/g);
  return [...comments].map((match) => {
    const [comment] = match;
    const at = start + match.index;
    const key = comment.split("\n").map((line) => line.trim());
    const end = at + comment.trimEnd().length;
    return { key: key.join("\n"), start: at, end, isComment: true, trail: "" };
  });
}

function isOptional(ts: TypeScript, tree: ts.SourceFile, node: ts.Node): boolean {
  const { parent } = node;
  switch (node.kind) {
    case ts.SyntaxKind.SemicolonToken:
      return !ts.isForStatement(parent);
    case ts.SyntaxKind.CommaToken:
      return isTrailing(tree, node);
    case ts.SyntaxKind.BarToken:
      return ts.isUnionTypeNode(parent) && isLeading(tree, node);
    case ts.SyntaxKind.OpenParenToken:
    case ts.SyntaxKind.CloseParenToken:
      return ts.isArrowFunction(parent) ? isLoneName(ts, parent) : isForLayout(ts, parent);
    default:
      return false;
  }
}

// `[a, ,]` has an element more than `[a]`: a comma behind another one counts.
function isTrailing(tree: ts.SourceFile, comma: ts.Node): boolean {
  const before = lastBefore(tree.text, comma.getStart(tree));
  closing.lastIndex = comma.end;
  return before !== "," && before !== "[" && closing.test(tree.text);
}

function lastBefore(text: string, at: number): string | undefined {
  let index = at - 1;
  while (/\s/.test(text[index] ?? "")) index -= 1;
  return text[index];
}

const closing = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[)\]}>]/y;

// A union over several lines begins with one.
function isLeading(tree: ts.SourceFile, bar: ts.Node): boolean {
  const union = bar.parent as ts.UnionTypeNode;
  const first = union.types?.[0];
  return first !== undefined && bar.getStart(tree) < first.getStart(tree);
}

function isLoneName(ts: TypeScript, { parameters, type, typeParameters }: ts.ArrowFunction) {
  const [only, second] = parameters;
  if (only === undefined || second !== undefined || type !== undefined || typeParameters)
    return false;
  const { name, dotDotDotToken, initializer, questionToken } = only;
  return ts.isIdentifier(name) && !only.type && !dotDotDotToken && !initializer && !questionToken;
}

// `return (` with what is too long for a line below it.
function isForLayout(ts: TypeScript, node: ts.Node): boolean {
  if (!ts.isParenthesizedExpression(node) || ts.isObjectLiteralExpression(node.expression))
    return false;
  const { parent } = node;
  return ts.isReturnStatement(parent) || ts.isThrowStatement(parent) || ts.isArrowFunction(parent);
}

function keyOf(ts: TypeScript, tree: ts.SourceFile, node: ts.Node): string {
  const { parent } = node;
  const isName = "name" in parent && parent.name === node && !ts.isVariableDeclaration(parent);
  if (ts.isStringLiteral(node)) return isName ? node.text : JSON.stringify(node.text);
  return node.getText(tree);
}
