import type { ts } from "ts-morph";
import { unwrap } from "../resolve-references.js";
import { type EnvironmentContext, handled, type Judgement, report } from "./environment.js";
import { findConstant } from "./find-constant.js";
import { findLoggingCall } from "./find-logging-call.js";
import { findVariable } from "./process-env.js";
import type { SpawnContext } from "./read-spawn-context.js";

/** Judges what a call sets the child's name to. */
export function judgeName(
  { context, variables, folder }: EnvironmentContext,
  entry: ts.Expression | ts.ShorthandPropertyAssignment,
): Judgement {
  const { ts, tree } = context;
  const { name: nameVariable, childPrefix } = variables;
  const written = ts.isShorthandPropertyAssignment(entry) ? entry.name : entry;
  const value = follow(context, written);
  if (ts.isStringLiteralLike(value)) {
    return {
      verdict: "patchable",
      reason: `names its child '${value.text}' itself`,
      name: value.text,
      notes: [],
      edits: ({ name, entry: whole }) => [
        {
          start: entry.getStart(tree),
          end: entry.end,
          text: ts.isShorthandPropertyAssignment(entry) ? whole() : name(),
        },
      ],
    };
  }
  const owner = ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value);
  const child = owner ? findLoggingCall(context, folder, "childEnv", value.expression) : undefined;
  if (child) return handled("a variable of its own", child);
  const variable = findVariable(context, value);
  if (variable?.startsWith(childPrefix)) {
    return handled("a variable of its own", { descriptor: variable.slice(childPrefix.length) });
  }
  if (variable === nameVariable) return report("gives its child this service's own name");
  if (variable !== undefined) {
    return report(`names its child by ${variable}; a child's variable starts with ${childPrefix}`);
  }
  const isDefault =
    ts.isBinaryExpression(value) &&
    (value.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      value.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  const checked = isDefault ? findVariable(context, follow(context, value.left)) : undefined;
  if (checked?.startsWith(childPrefix)) {
    const fallback = isDefault ? value.right.getText(tree) : "";
    return report(
      `falls back to ${fallback} where ${checked} is missing, without a word; the standard wants that to be fatal`,
    );
  }
  return report(`sets ${nameVariable} to a value that can't be told`);
}

function follow(context: SpawnContext, expression: ts.Expression, depth = 0): ts.Expression {
  const node = unwrap(context.ts, expression);
  const constant =
    context.ts.isIdentifier(node) && depth < 8 ? findConstant(context, node) : undefined;
  return constant ? follow(context, constant.value, depth + 1) : node;
}
