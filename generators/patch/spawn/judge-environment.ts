import type { ts } from "ts-morph";
import type { Variables } from "../../standard.js";
import { isAssignment } from "../read-context.js";
import { unwrap } from "../resolve-references.js";
import { appendItem, prependItems } from "./append-item.js";
import { type Judgement, report } from "./environment.js";
import { findChildEnv, type LoggingFolder } from "./find-child-env.js";
import { findConstant } from "./find-constant.js";
import {
  isGiven,
  isProcessEnv,
  judgeEntries,
  judgeLiteral,
  missingNotes,
  readEntries,
} from "./judge-literal.js";
import { judgeName } from "./judge-name.js";
import type { SpawnArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnApi } from "./spawn-apis.js";

/** One call whose environment is judged. */
export interface Judged {
  context: SpawnContext;
  variables: Variables;
  folder: LoggingFolder;
  api: SpawnApi;
  node: ts.CallExpression;
  found: SpawnArguments;
}

/** Judges the environment that a call gives its child, and knows the edits that name the child. */
export function judgeEnvironment(judged: Judged): Judgement {
  const { context, found } = judged;
  const { ts, tree } = context;
  if (!found.options) return addOptions(judged);
  const options = unwrap(ts, found.options);
  if (ts.isObjectLiteralExpression(options)) return judgeOptions(judged, options);
  const constant = ts.isIdentifier(options) ? findConstant(context, options) : undefined;
  if (ts.isIdentifier(options) && constant && ts.isObjectLiteralExpression(constant.value)) {
    return judgeConstantOptions(judged, options, constant.declaration, constant.value);
  }
  const text = options.getText(tree).split(/\r?\n/, 1)[0];
  return report(`takes its options from \`${text}\``, isGiven(context, options));
}

// The options come behind the list, which is added where a program has none, and ahead of a callback.
function addOptions({ context, api, node, found }: Judged): Judgement {
  const isListMissing = api.takes !== "line" && !found.list;
  return {
    verdict: "patchable",
    reason: "gives its child no options",
    notes: [],
    edits: (writer) => {
      const env = api.extendsEnv ? `{ ${writer.entry()} }` : writer.env();
      const items = [...(isListMissing ? ["[]"] : []), `{ env: ${env} }`];
      if (found.callback) return prependItems(context, found.callback, items);
      const [first = "", second] = items;
      const added = second === undefined ? [first] : [first, second];
      return added.length === 1
        ? appendItem(context, node.arguments, first)
        : appendItem(context, node.arguments, added.join(", "));
    },
  };
}

function judgeOptions(judged: Judged, options: ts.ObjectLiteralExpression): Judgement {
  const { context, api } = judged;
  const { ts } = context;
  const at = options.properties.findLastIndex(({ name }) => name?.getText() === "env");
  const after = options.properties.slice(at + 1);
  for (const property of after) {
    if (!ts.isSpreadAssignment(property)) continue;
    const fault = judgeSpread(context, property.expression);
    if (fault) return fault;
  }
  const property = options.properties[at];
  if (!property) {
    return {
      verdict: "patchable",
      reason: "gives its child options without an environment",
      notes: [],
      edits: (writer) => {
        const env = api.extendsEnv ? `{ ${writer.entry()} }` : writer.env();
        return appendItem(context, options.properties, `env: ${env}`);
      },
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
  const text = node.getText(tree).split(/\r?\n/, 1)[0];
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
  const hasEnv = literal.properties.some(
    (property) => ts.isSpreadAssignment(property) || property.name.getText() === "env",
  );
  return hasEnv ? report(`takes its environment from \`${text}\``) : undefined;
}

// Constant options may serve several calls: this one spreads them.
function judgeConstantOptions(
  judged: Judged,
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  literal: ts.ObjectLiteralExpression,
): Judgement {
  const { context, found, api, variables, folder } = judged;
  const { ts, tree } = context;
  if (writesTo(context, declaration, "env").length > 0) {
    return report(`takes its options from \`${name.text}\`, whose environment is set elsewhere`);
  }
  const inner = judgeOptions(judged, literal);
  if (inner.verdict !== "patchable" || inner.name !== undefined) return inner;
  const options = found.options as ts.Expression;
  const property = literal.properties.find((each) => each.name?.getText() === "env");
  const value =
    property && ts.isPropertyAssignment(property) ? unwrap(ts, property.initializer) : undefined;
  const isOwn =
    value !== undefined &&
    ts.isObjectLiteralExpression(value) &&
    !readEntries(context, variables, folder, value).hasProcessEnv;
  const base = `${name.text}.env`;
  return {
    ...inner,
    edits: (writer) => {
      const added = `{ ...${base}, ${writer.entry()} }`;
      const bare = api.extendsEnv ? `{ ${writer.entry()} }` : writer.env();
      const env = !property ? bare : isOwn || api.extendsEnv ? added : writer.env(base);
      const start = options.getStart(tree);
      return [
        { start, end: start, text: "{ ..." },
        { start: options.end, end: options.end, text: `, env: ${env} }` },
      ];
    },
  };
}

function judgeValue(judged: Judged, written: ts.Expression, prefix: string): Judgement {
  const { context, variables, folder, api } = judged;
  const { ts, tree } = context;
  const node = unwrap(ts, written);
  const child = findChildEnv(context, folder, node);
  if (child) {
    return {
      verdict: "handled",
      reason: "has its child's name from childEnv already",
      notes: [],
      ...child,
    };
  }
  const whole = { start: node.getStart(tree), end: node.end };
  if (isProcessEnv(context, node)) {
    return {
      verdict: "patchable",
      reason: "gives its child this very environment",
      notes: ["what is put into process.env before the call still reaches the child"],
      edits: (writer) => [{ ...whole, text: prefix + writer.env() }],
    };
  }
  if (ts.isObjectLiteralExpression(node)) {
    return judgeLiteral(context, variables, folder, node, api.extendsEnv ?? false);
  }
  if (ts.isIdentifier(node)) return judgeVariable(judged, node, prefix);
  const text = node.getText(tree).split(/\r?\n/, 1)[0];
  return report(`takes its child's environment from \`${text}\``, isGiven(context, node));
}

function judgeVariable(judged: Judged, name: ts.Identifier, prefix: string): Judgement {
  const { context, variables, folder, api } = judged;
  const { ts, tree } = context;
  const constant = findConstant(context, name);
  if (!constant) {
    return report(`takes its child's environment from \`${name.text}\``, isGiven(context, name));
  }
  const { declaration, value } = constant;
  const writes = writesTo(context, declaration, variables.name);
  if (writes.length > 1) return report(`sets ${variables.name} of \`${name.text}\` more than once`);
  const child = findChildEnv(context, folder, value);
  const [write] = writes;
  if (write) {
    return write.value
      ? judgeName(context, variables, folder, write.value)
      : report(`deletes ${variables.name} from \`${name.text}\``);
  }
  if (child) {
    return {
      verdict: "handled",
      reason: "has its child's name from childEnv already",
      notes: [],
      ...child,
    };
  }
  if (!ts.isObjectLiteralExpression(value)) {
    return report(
      `takes its child's environment from \`${value.getText(tree).split(/\r?\n/, 1)[0]}\``,
    );
  }
  const entries = readEntries(context, variables, folder, value);
  const found = judgeEntries(context, variables, folder, entries);
  if (found) return found;
  const isOwn = !entries.hasProcessEnv || api.extendsEnv === true;
  return {
    verdict: "patchable",
    reason: `gives its child \`${name.text}\``,
    notes: isOwn && !api.extendsEnv ? missingNotes(variables, entries) : [],
    edits: (writer) => {
      const env = isOwn ? `{ ...${name.text}, ${writer.entry()} }` : writer.env(name.text);
      return [{ start: name.getStart(tree), end: name.end, text: prefix + env }];
    },
  };
}

/** Where a property of a variable is set (`value`) or deleted. */
function writesTo(
  context: SpawnContext,
  declaration: ts.VariableDeclaration,
  key: string,
): { value?: ts.Expression }[] {
  const { ts } = context;
  return context.usesOf(declaration).flatMap((use): { value?: ts.Expression }[] => {
    const access = use.parent;
    const isKey =
      (ts.isPropertyAccessExpression(access) && access.name.text === key) ||
      (ts.isElementAccessExpression(access) &&
        ts.isStringLiteralLike(access.argumentExpression) &&
        access.argumentExpression.text === key);
    if (!isKey || access.expression !== use) return [];
    const { parent } = access;
    if (ts.isDeleteExpression(parent)) return [{}];
    return isAssignment(ts, parent) && parent.left === access ? [{ value: parent.right }] : [];
  });
}
