import type { ts } from "ts-morph";
import { firstLine } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import { appendItems } from "./append-items.js";
import { type Judged, type Judgement, report, writeWhole } from "./environment.js";
import { findConstant } from "./find-constant.js";
import { findProperty, hasComputedName } from "./find-property.js";
import { isGiven } from "./is-given.js";
import { judgeValue } from "./judge-value.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Judges the environment in options that are written out as an object. */
export function judgeOptions(judged: Judged, options: ts.ObjectLiteralExpression): Judgement {
  const { context, api } = judged;
  const { ts } = context;
  if (hasComputedName(ts, options)) return report("computes the names of its options");
  const property = findProperty(ts, options, "env");
  const at = property ? options.properties.indexOf(property) : -1;
  for (const after of options.properties.slice(at + 1)) {
    if (!ts.isSpreadAssignment(after)) continue;
    const fault = judgeSpread(context, after.expression);
    if (fault) return fault;
  }
  if (!property) {
    return {
      verdict: "patchable",
      reason: "gives its child options without an environment",
      notes: [],
      edits: (writer) =>
        appendItems(context, options.properties, [`env: ${writeWhole(api, writer)}`]),
    };
  }
  if (ts.isPropertyAssignment(property)) return judgeValue(judged, property.initializer, "");
  return ts.isShorthandPropertyAssignment(property)
    ? judgeValue(judged, property.name, "env: ")
    : report("computes its child's environment");
}

// Of options that are spread, only those written out in this file are known to hold no environment.
function judgeSpread(context: SpawnContext, expression: ts.Expression): Judgement | undefined {
  const { ts, tree } = context;
  const node = unwrap(ts, expression);
  const text = firstLine(node.getText(tree));
  const constant = ts.isIdentifier(node) ? findConstant(context, node) : undefined;
  const literal = constant?.value ?? node;
  if (ts.isConditionalExpression(node) || ts.isBinaryExpression(node)) {
    const parts = ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse] : [node.right];
    return parts.map((part) => judgeSpread(context, part)).find((fault) => fault !== undefined);
  }
  if (!ts.isObjectLiteralExpression(literal)) {
    return report(
      `spreads \`${text}\` into its options, which may hold an environment`,
      isGiven(context, node),
    );
  }
  const mayHold =
    literal.properties.some(ts.isSpreadAssignment) ||
    hasComputedName(ts, literal) ||
    findProperty(ts, literal, "env") !== undefined;
  return mayHold ? report(`takes its environment from \`${text}\``) : undefined;
}
