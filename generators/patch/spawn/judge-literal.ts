import type { ts } from "ts-morph";
import type { Variables } from "../../standard.js";
import { unwrap } from "../resolve-references.js";
import { appendItem, type Edit } from "./append-item.js";
import { type Judgement, report, type Writer } from "./environment.js";
import { findChildEnv, type LoggingFolder } from "./find-child-env.js";
import { findConstant } from "./find-constant.js";
import { judgeName } from "./judge-name.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { computed, isComputed, readTexts } from "./read-text.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

/** What the entries of an environment come to. */
export interface Entries {
  /** The whole of `process.env` is among them. */
  hasProcessEnv: boolean;
  keys: Set<string>;
  /** The name's own entry; the last one counts. */
  name?: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  /** `process.env` stands behind the name and so takes its place. */
  isNameOverridden: boolean;
  child?: { descriptor?: string };
  /** What can't be told, as it is written. */
  unknown?: string;
  isFromCaller?: boolean;
}

/** Judges an environment that is written out as an object. */
export function judgeLiteral(
  context: SpawnContext,
  variables: Variables,
  folder: LoggingFolder,
  literal: ts.ObjectLiteralExpression,
  extendsEnv: boolean,
): Judgement {
  const entries = readEntries(context, variables, folder, literal);
  const found = judgeEntries(context, variables, folder, entries);
  if (found) return found;
  if (extendsEnv || !entries.hasProcessEnv) {
    return {
      verdict: "patchable",
      reason: "gives its child an environment of its own",
      notes: extendsEnv ? [] : missingNotes(variables, entries),
      edits: (writer) => appendItem(context, literal.properties, writer.entry()),
    };
  }
  return {
    verdict: "patchable",
    reason: "gives its child this environment and more",
    notes: [],
    edits: (writer) => wrapLiteral(context, literal, writer),
  };
}

/** What is to be said of entries that need no code, or can't be given any; undefined for all others. */
export function judgeEntries(
  context: SpawnContext,
  variables: Variables,
  folder: LoggingFolder,
  entries: Entries,
): Judgement | undefined {
  const { ts } = context;
  const { name, child, unknown } = entries;
  if (child && !name) {
    return {
      verdict: "handled",
      reason: "has its child's name from childEnv already",
      notes: [],
      ...child,
    };
  }
  if (name) {
    if (entries.isNameOverridden) {
      return report(`sets ${variables.name} ahead of this environment, which overrides it`);
    }
    const value = ts.isShorthandPropertyAssignment(name) ? name : name.initializer;
    const judged = judgeName(context, variables, folder, value);
    if (judged.verdict !== "patchable") return judged;
    if (unknown !== undefined) return reportUnknown(entries, unknown);
    return entries.hasProcessEnv ? judged : { ...judged, notes: missingNotes(variables, entries) };
  }
  return unknown === undefined ? undefined : reportUnknown(entries, unknown);
}

/** What a child lacks that is given an environment without this one's variables. */
export function missingNotes({ logs, environment }: Variables, { keys }: Entries): string[] {
  const missing = [logs, environment].filter((key) => !keys.has(key));
  return missing.length === 0
    ? []
    : [`its child is not given ${missing.join(" and ")}, without which its guard stops it`];
}

/** Reads the entries of an environment, constants that are spread into it included. */
export function readEntries(
  context: SpawnContext,
  variables: Variables,
  folder: LoggingFolder,
  literal: ts.ObjectLiteralExpression,
): Entries {
  const entries: Entries = { hasProcessEnv: false, keys: new Set(), isNameOverridden: false };
  for (const property of literal.properties)
    addProperty(context, variables, folder, property, entries);
  return entries;
}

function addProperty(
  context: SpawnContext,
  variables: Variables,
  folder: LoggingFolder,
  property: ts.ObjectLiteralElementLike,
  entries: Entries,
): void {
  const { ts, tree } = context;
  if (ts.isSpreadAssignment(property)) {
    addSpread(context, variables, folder, property.expression, entries);
    return;
  }
  const key = keyOf(context, property.name);
  if (key === undefined) {
    entries.unknown ??= property.name.getText(tree);
    return;
  }
  entries.keys.add(key);
  if (key !== variables.name) return;
  if (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) {
    entries.name = property;
    entries.isNameOverridden = false;
  } else entries.unknown ??= key;
}

function keyOf(context: SpawnContext, name: ts.PropertyName): string | undefined {
  const { ts } = context;
  if (!ts.isComputedPropertyName(name)) return name.text;
  const [text = computed] = readTexts(context, name.expression, { root: "/", dir: "/" });
  return isComputed(text) ? undefined : text;
}

function addSpread(
  context: SpawnContext,
  variables: Variables,
  folder: LoggingFolder,
  expression: ts.Expression,
  entries: Entries,
  depth = 0,
): void {
  const { ts, tree } = context;
  const node = unwrap(ts, expression);
  const add = (each: ts.Expression) =>
    addSpread(context, variables, folder, each, entries, depth + 1);
  if (isProcessEnv(context, node)) {
    entries.hasProcessEnv = true;
    entries.isNameOverridden = entries.name !== undefined;
    return;
  }
  const child = findChildEnv(context, folder, node);
  if (child) {
    entries.child = child;
    entries.hasProcessEnv = true;
  } else if (ts.isObjectLiteralExpression(node)) {
    for (const property of node.properties)
      addProperty(context, variables, folder, property, entries);
  } else if (ts.isConditionalExpression(node)) {
    add(node.whenTrue);
    add(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) add(node.right);
  else {
    const constant = ts.isIdentifier(node) && depth < 8 ? findConstant(context, node) : undefined;
    if (constant) add(constant.value);
    else if (node.kind !== ts.SyntaxKind.NullKeyword && node.getText(tree) !== "undefined") {
      entries.unknown ??= node.getText(tree);
      entries.isFromCaller ||= isGiven(context, node);
    }
  }
}

/** Whether an expression is `process.env` under any name. */
export function isProcessEnv(context: SpawnContext, node: ts.Expression): boolean {
  const callee = resolveCallee(context, node);
  return callee !== undefined && calleeName(callee) === "process.env";
}

/** Whether an expression is, or is read from, a parameter of the function around it. */
export function isGiven(context: SpawnContext, expression: ts.Expression): boolean {
  const { ts } = context;
  let node = unwrap(ts, expression);
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    node = unwrap(ts, node.expression);
  }
  if (!ts.isIdentifier(node)) return false;
  let declaration: ts.Node | undefined = context.declarationOf(node);
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration))) {
    declaration = declaration.parent;
  }
  return declaration !== undefined && ts.isParameter(declaration);
}

function reportUnknown({ isFromCaller }: Entries, unknown: string): Judgement {
  return report(
    `takes part of its child's environment from \`${unknown.split(/\r?\n/, 1)[0]}\`, which may name it`,
    isFromCaller,
  );
}

// `{ ...process.env, A: "1" }` becomes `childEnv("X", { A: "1" })`; where the spread isn't the first, or a
// comment stands with it, the literal stays as it is: childEnv's own comes after it.
function wrapLiteral(
  context: SpawnContext,
  literal: ts.ObjectLiteralExpression,
  writer: Writer,
): Edit[] {
  const { ts, tree } = context;
  const start = literal.getStart(tree);
  const [first, second] = literal.properties;
  const [before, after = ""] = writer.env("\0").split("\0");
  const wrapped = [
    { start, end: start, text: before ?? "" },
    { start: literal.end, end: literal.end, text: after },
  ];
  const isFirst =
    first && ts.isSpreadAssignment(first) && isProcessEnv(context, unwrap(ts, first.expression));
  if (!isFirst) return wrapped;
  const until = second ? second.getStart(tree) : literal.end;
  const hasComment = /\/[/*]/.test(tree.text.slice(start, until).replace(first.getText(tree), ""));
  if (hasComment) return wrapped;
  if (!second) return [{ start, end: literal.end, text: writer.env() }];
  const spread = { start: first.getStart(tree), end: until, text: "" };
  return [wrapped[0] as Edit, spread, wrapped[1] as Edit];
}
