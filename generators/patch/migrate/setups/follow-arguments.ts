import type { ts } from "ts-morph";
import { lineOf } from "../../parse-source.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { isTestFile } from "./is-test-file.js";
import { libraryOf } from "./libraries.js";
import type { Escape, Tracer, Value } from "./uses.js";

/** Notes that a logger is given to a function, or follows it into one of the same file. */
export function escapeTo(
  tracer: Tracer,
  context: SpawnContext,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
  value: Value,
): void {
  if (value === "module") return;
  // `logger.info.bind(logger)`
  if (/\.(?:bind|call|apply)$/.test(call.expression.getText(context.tree))) return;
  const parameter = parameterFor(context, call, node);
  if (parameter) {
    tracer.followName(context, parameter.name, value);
    return;
  }
  const callee = resolveCallee(context, call.expression);
  const to = `'${call.expression.getText(context.tree).replace(/\s+/g, " ").slice(0, 60)}'`;
  const isOwn =
    !callee ||
    /^(?:\.{1,2}(?:\/|$)|node:)/.test(callee.module) ||
    tracer.sources.resolve(context.file, callee.module) !== undefined;
  const isKnown = isOwn || libraryOf(callee.module) !== undefined || isBuiltinModule(callee.module);
  noteEscape(tracer, context, node, isKnown ? { to } : { to, foreign: callee.module });
}

/** Follows `run({ logger })` into a `run` of the same file; false where that can't be done. */
export function followOption(
  tracer: Tracer,
  context: SpawnContext,
  call: ts.CallExpression | ts.NewExpression,
  literal: ts.Node,
  key: string,
  value: Value,
): boolean {
  const { ts } = context;
  const parameter = parameterFor(context, call, literal);
  if (!parameter) return false;
  const takeFrom = (pattern: ts.ObjectBindingPattern): void => {
    const taken = pattern.elements.find(
      (each) => (each.propertyName ?? each.name).getText() === key,
    );
    if (taken) tracer.followName(context, taken.name, value);
  };
  if (ts.isObjectBindingPattern(parameter.name)) {
    takeFrom(parameter.name);
    return parameter.name.elements.every(({ dotDotDotToken }) => !dotDotDotToken);
  }
  for (const use of context.usesOf(parameter)) {
    const { parent } = use;
    if (parent === parameter) continue;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
      if (parent.name.text === key) tracer.follow(context, parent, value);
    } else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
      takeFrom(parent.name);
    } else return false;
  }
  return true;
}

// A function of the same file: what it does with its parameter can be read.
function parameterFor(
  context: SpawnContext,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
): ts.ParameterDeclaration | undefined {
  const { ts } = context;
  const index = [...(call.arguments ?? [])].indexOf(node as ts.Expression);
  if (index === -1 || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression))
    return undefined;
  const declaration = context.declarationOf(call.expression);
  const value =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  if (!value || !ts.isFunctionLike(value)) return undefined;
  const parameter = value.parameters[index];
  return parameter?.dotDotDotToken ? undefined : parameter;
}

function isBuiltinModule(name: string): boolean {
  return /^(?:process|util|events|assert|console|timers|async_hooks|stream)$/.test(name);
}

/** Notes that a logger goes where it was not followed. */
export function noteEscape(
  { uses }: Tracer,
  context: SpawnContext,
  node: ts.Node,
  { to, ...rest }: Omit<Escape, "file" | "line">,
): void {
  // A test's spies and mocks call nothing that isn't called elsewhere.
  if (isTestFile(context.file)) return;
  const start = node.getStart(context.tree);
  uses.escapes.push({ file: context.file, line: lineOf(context, node), start, to, ...rest });
}
