import type { ts } from "ts-morph";
import { unwrap } from "../resolve-references.js";
import { computed, isComputed } from "./combine-texts.js";
import type { EnvironmentContext } from "./environment.js";
import { findConstant } from "./find-constant.js";
import { findLoggingCall, type LoggingCall } from "./find-logging-call.js";
import { isGiven } from "./is-given.js";
import { isProcessEnv } from "./process-env.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { readTexts } from "./read-texts.js";

/** What the entries of an environment come to. */
export interface Entries {
  /** The whole of `process.env` is among them. */
  hasProcessEnv: boolean;
  keys: Set<string>;
  /** The name's own entry; the last one counts. */
  name?: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  /** `process.env` stands behind the name, or behind `childEnv`, and so takes its place. */
  isNameOverridden: boolean;
  child?: LoggingCall;
  /** What can't be told, as it is written. */
  unknown?: string;
  isFromCaller?: boolean;
}

const maxDepth = 8;

/** Reads the entries of an environment, constants that are spread into it included. */
export function readEntries(
  within: EnvironmentContext,
  literal: ts.ObjectLiteralExpression,
): Entries {
  const entries: Entries = { hasProcessEnv: false, keys: new Set(), isNameOverridden: false };
  addProperties(within, literal, entries, 0);
  return entries;
}

function addProperties(
  within: EnvironmentContext,
  literal: ts.ObjectLiteralExpression,
  entries: Entries,
  depth: number,
): void {
  const { ts } = within.context;
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) addSpread(within, property.expression, entries, depth);
    else addProperty(within, property, entries);
  }
}

function addProperty(
  { context, variables }: EnvironmentContext,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  entries: Entries,
): void {
  const { ts, tree } = context;
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
  within: EnvironmentContext,
  expression: ts.Expression,
  entries: Entries,
  depth: number,
): void {
  const { context, folder } = within;
  const { ts, tree } = context;
  const node = unwrap(ts, expression);
  const add = (each: ts.Expression) => addSpread(within, each, entries, depth + 1);
  if (isProcessEnv(context, node)) {
    entries.hasProcessEnv = true;
    entries.isNameOverridden = entries.name !== undefined || entries.child !== undefined;
    return;
  }
  const child = findLoggingCall(context, folder, "childEnv", node);
  if (child) {
    entries.child = child;
    entries.hasProcessEnv = true;
    entries.isNameOverridden = false;
    delete entries.name;
  } else if (ts.isObjectLiteralExpression(node)) addProperties(within, node, entries, depth);
  else if (ts.isConditionalExpression(node)) {
    add(node.whenTrue);
    add(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) add(node.right);
  else {
    const isNamed = ts.isIdentifier(node) && depth < maxDepth;
    const constant = isNamed ? findConstant(context, node) : undefined;
    if (constant) add(constant.value);
    else if (node.kind !== ts.SyntaxKind.NullKeyword && node.getText(tree) !== "undefined") {
      entries.unknown ??= node.getText(tree);
      entries.isFromCaller ||= isGiven(context, node);
    }
  }
}
