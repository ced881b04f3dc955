import type { ts } from "ts-morph";
import { isAssignmentOperator } from "./read-context.js";
import type { Translation } from "./translate-expression.js";

type Translate = (node: ts.Expression) => string | undefined;

/** Code for literals and for operators over what `translate` can repeat; undefined for anything else. */
export function translateOperation(
  { context, isTypeScript }: Translation,
  node: ts.Expression,
  translate: Translate,
): string | undefined {
  const { ts, tree } = context;
  if (ts.isStringLiteralLike(node)) return JSON.stringify(node.text);
  if (ts.isNumericLiteral(node) || isKeyword(ts, node)) return node.getText(tree);
  if (ts.isIdentifier(node)) return node.text === "undefined" ? node.text : undefined;
  if (ts.isParenthesizedExpression(node)) return around("(", translate(node.expression), ")");
  if (ts.isNonNullExpression(node)) {
    return around("", translate(node.expression), isTypeScript ? "!" : "");
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    const isKept = isTypeScript && ts.isAsExpression(node) && /^\w+$/.test(node.type.getText(tree));
    return around("", translate(node.expression), isKept ? ` as ${node.type.getText(tree)}` : "");
  }
  if (ts.isSpreadElement(node)) return around("...", translate(node.expression), "");
  if (ts.isArrayLiteralExpression(node)) {
    return around("[", translateAll(node.elements, translate)?.join(", "), "]");
  }
  if (ts.isObjectLiteralExpression(node)) return translateObject(ts, node, translate);
  if (ts.isPrefixUnaryExpression(node)) {
    const operator = ts.tokenToString(node.operator) ?? "";
    return /^[!+-]$/.test(operator) ? around(operator, translate(node.operand), "") : undefined;
  }
  if (ts.isConditionalExpression(node)) {
    const codes = translateAll([node.condition, node.whenTrue, node.whenFalse], translate);
    return codes && `${codes[0]} ? ${codes[1]} : ${codes[2]}`;
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.CommaToken || isAssignmentOperator(ts, kind)) return undefined;
    return translateAll([node.left, node.right], translate)?.join(
      ` ${node.operatorToken.getText(tree)} `,
    );
  }
  if (ts.isTemplateExpression(node)) return translateTemplate(tree, node, translate);
  return translateAccess(ts, node, translate);
}

/** Code for each expression; undefined when one of them can't be repeated. */
export function translateAll(
  nodes: readonly ts.Expression[],
  translate: Translate,
): string[] | undefined {
  const codes = nodes.map(translate);
  return codes.every((code) => code !== undefined) ? codes : undefined;
}

function isKeyword({ SyntaxKind }: Translation["context"]["ts"], node: ts.Expression): boolean {
  return (
    node.kind === SyntaxKind.TrueKeyword ||
    node.kind === SyntaxKind.FalseKeyword ||
    node.kind === SyntaxKind.NullKeyword
  );
}

function around(before: string, code: string | undefined, after: string): string | undefined {
  return code === undefined ? undefined : before + code + after;
}

function translateObject(
  ts: Translation["context"]["ts"],
  node: ts.ObjectLiteralExpression,
  translate: Translate,
): string | undefined {
  const codes = node.properties.map((property) => {
    if (ts.isSpreadAssignment(property)) return around("...", translate(property.expression), "");
    if (ts.isShorthandPropertyAssignment(property)) {
      return around(`${property.name.text}: `, translate(property.name), "");
    }
    const isPlain = ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name);
    if (!isPlain) return undefined;
    return around(`${property.name.getText()}: `, translate(property.initializer), "");
  });
  if (!codes.every((code) => code !== undefined)) return undefined;
  return codes.length === 0 ? "{}" : `{ ${codes.join(", ")} }`;
}

function translateTemplate(
  tree: ts.SourceFile,
  node: ts.TemplateExpression,
  translate: Translate,
): string | undefined {
  const values = translateAll(
    node.templateSpans.map(({ expression }) => expression),
    translate,
  );
  if (!values) return undefined;
  const spans = node.templateSpans.map(({ literal }, i) => values[i] + literal.getText(tree));
  return node.head.getText(tree) + spans.join("");
}

function translateAccess(
  ts: Translation["context"]["ts"],
  node: ts.Expression,
  translate: Translate,
): string | undefined {
  if (ts.isCallExpression(node)) {
    if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
    const [callee, ...codes] = translateAll([node.expression, ...node.arguments], translate) ?? [];
    return callee && `${callee}(${codes.join(", ")})`;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const dot = node.questionDotToken ? "?." : ".";
    return around("", translate(node.expression), dot + node.name.text);
  }
  if (!ts.isElementAccessExpression(node)) return undefined;
  const [owner, key] = translateAll([node.expression, node.argumentExpression], translate) ?? [];
  return owner && `${owner}${node.questionDotToken ? "?." : ""}[${key}]`;
}
