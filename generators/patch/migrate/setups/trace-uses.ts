import type { ts } from "ts-morph";
import { lineOf } from "../../parse-source.js";
import { isWrapper } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { followImports } from "./follow-imports.js";
import { libraryOf } from "./libraries.js";
import type { PackageSources } from "./package-sources.js";

/** One member of a logger, where it is used. */
export interface MemberUse {
  file: string;
  line: number;
  /** Offset in its file. */
  start: number;
  name: string;
  kind: "call" | "read" | "write";
  /** Of a call: how many arguments, and what the first is as far as the text says. */
  count: number;
  first: "text" | "object" | "unknown";
  /** Of a call: its value is used as the logger that their methods return. */
  isChained: boolean;
}

/** A place where a logger goes to code that was not followed. */
export interface Escape {
  file: string;
  line: number;
  /** Offset in its file, where it is known. */
  start?: number;
  /** For people: what it is given to. */
  to: string;
  /** The package whose function it is given to. */
  foreign?: string;
  /** Read by a name that is known only when it runs. */
  isComputed?: boolean;
}

/** Everything that a package does with the loggers of one set-up. */
export interface Uses {
  members: MemberUse[];
  escapes: Escape[];
  /** Files that were followed into. */
  files: Set<string>;
  /** It leaves its own file. */
  isExported: boolean;
}

/** What an expression stands for. */
export type Value = "logger" | "factory" | "module";

/** Follows values through one package; `follow` looks at what is around an expression. */
export interface Tracer {
  sources: PackageSources;
  uses: Uses;
  follow(context: SpawnContext, node: ts.Expression, value: Value, module?: string): void;
  /** Every other mention of a declared name. */
  followName(context: SpawnContext, name: ts.BindingName, value: Value, module?: string): void;
  /** What a module is known to export. */
  exports: Map<string, Map<string, Value>>;
  addExport(file: string, name: string, value: Value): void;
}

const ofTests =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|e2e)\/|\.(?:test|spec|e2e-spec)\.[mc]?[jt]sx?$/;

/** Whether a file belongs to the tests. */
export function isTestFile(file: string): boolean {
  return ofTests.test(file);
}

/** Finds all uses of the loggers that are made at some places of a file, in every file they reach. */
export function traceUses(
  sources: PackageSources,
  context: SpawnContext,
  made: readonly ts.Expression[],
): Uses {
  const seen = new Set<string>();
  const pending: string[] = [];
  const uses: Uses = {
    members: [],
    escapes: [],
    files: new Set([context.file]),
    isExported: false,
  };
  const tracer: Tracer = {
    sources,
    uses,
    exports: new Map(),
    follow(where, node, value, module) {
      // What a module exports becomes known by and by.
      const known = module === undefined ? "" : `${module}:${tracer.exports.get(module)?.size}`;
      const key = `${where.file}:${node.pos}:${node.end}:${value}:${known}`;
      if (seen.has(key)) return;
      seen.add(key);
      uses.files.add(where.file);
      followNode(tracer, where, node, value, module);
    },
    followName(where, name, value, module) {
      followName(tracer, where, name, value, module);
    },
    addExport(file, name, value) {
      const known = tracer.exports.get(file) ?? new Map<string, Value>();
      tracer.exports.set(file, known);
      uses.isExported = true;
      if (known.has(name)) return;
      known.set(name, value);
      pending.push(file);
    },
  };
  for (const node of made) tracer.follow(context, node, "logger");
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    for (const importer of sources.importersOf(file)) followImports(tracer, importer, file);
  }
  return uses;
}

function followNode(
  tracer: Tracer,
  context: SpawnContext,
  node: ts.Expression,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  const { parent } = node;
  const again = (next: ts.Expression, as = value): void => tracer.follow(context, next, as, module);
  if (isWrapper(ts, parent) || ts.isAwaitExpression(parent)) return again(parent as ts.Expression);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    return followMember(tracer, context, parent, parent.name.text, value, module);
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    const { argumentExpression: key } = parent;
    if (ts.isStringLiteralLike(key)) {
      return followMember(tracer, context, parent, key.text, value, module);
    }
    if (value !== "module")
      escape(tracer, context, node, { to: "a computed name", isComputed: true });
    return;
  }
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node) {
    if (value === "factory" && ts.isCallExpression(parent)) return again(parent, "logger");
    if (value === "module") return;
    return escape(tracer, context, node, { to: "a call of the logger itself" });
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return escapeTo(tracer, context, parent, node, value);
  }
  if (ts.isVariableDeclaration(parent)) {
    return tracer.followName(context, parent.name, value, module);
  }
  if (ts.isPropertyDeclaration(parent)) return followField(tracer, context, parent, value);
  if (ts.isBinaryExpression(parent))
    return followBinary(tracer, context, parent, node, value, module);
  if (ts.isConditionalExpression(parent)) {
    if (parent.condition !== node) again(parent);
    return;
  }
  if (ts.isExportAssignment(parent)) {
    return exportAs(tracer, context, parent.isExportEquals ? "=" : "default", value, module);
  }
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    return followReturn(tracer, context, parent, value);
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    return followProperty(tracer, context, parent, value, module);
  }
  if (ts.isExpressionStatement(parent) || ts.isPrefixUnaryExpression(parent)) return;
  if (ts.isIfStatement(parent) || ts.isTypeOfExpression(parent) || ts.isVoidExpression(parent))
    return;
  if (ts.isTypeQueryNode(parent)) return;
  if (value !== "module") escape(tracer, context, node, { to: "other code" });
}

function followMember(
  tracer: Tracer,
  context: SpawnContext,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (value === "module") {
    const exported = module === undefined ? undefined : tracer.exports.get(module);
    const found = exported?.get(name) ?? (name === "default" ? exported?.get("=") : undefined);
    if (found) tracer.follow(context, access, found);
    return;
  }
  if (value === "factory") return;
  const { parent } = access;
  const call = ts.isCallExpression(parent) && parent.expression === access ? parent : undefined;
  const isWritten =
    ts.isBinaryExpression(parent) &&
    parent.left === access &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  tracer.uses.members.push({
    file: context.file,
    line: lineOf(context, access),
    start: access.getStart(context.tree),
    name,
    kind: call ? "call" : isWritten ? "write" : "read",
    count: call?.arguments.length ?? 0,
    first: firstOf(ts, call),
    isChained: call !== undefined && isChained(ts, call),
  });
  if (call && name === "child") tracer.follow(context, call, "logger");
}

function firstOf(ts: SpawnContext["ts"], call: ts.CallExpression | undefined): MemberUse["first"] {
  const first = call?.arguments[0];
  if (!first) return "unknown";
  if (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)) return "text";
  if (ts.isObjectLiteralExpression(first)) return "object";
  if (ts.isBinaryExpression(first) && first.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return "text";
  }
  return "unknown";
}

function isChained(ts: SpawnContext["ts"], call: ts.CallExpression): boolean {
  const { parent } = call;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.expression === call) ||
    ts.isVariableDeclaration(parent) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === call &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
  );
}

function followBinary(
  tracer: Tracer,
  context: SpawnContext,
  parent: ts.BinaryExpression,
  node: ts.Expression,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  const { SyntaxKind } = ts;
  const operator = parent.operatorToken.kind;
  const isLogical = [SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken].includes(operator);
  const isRight = parent.right === node;
  if (
    isLogical ||
    (isRight && [SyntaxKind.AmpersandAmpersandToken, SyntaxKind.CommaToken].includes(operator))
  ) {
    return tracer.follow(context, parent, value, module);
  }
  if (!isRight || operator < SyntaxKind.FirstAssignment || operator > SyntaxKind.LastAssignment)
    return;
  const { left } = parent;
  tracer.follow(context, parent, value, module);
  const name = exportName(ts, left);
  if (name !== undefined) return exportAs(tracer, context, name, value, module);
  if (ts.isIdentifier(left)) return tracer.followName(context, left, value, module);
  if (ts.isPropertyAccessExpression(left) && left.expression.kind === SyntaxKind.ThisKeyword) {
    return followThis(tracer, context, left, left.name.text, value);
  }
  if (ts.isObjectBindingPattern(left) || ts.isObjectLiteralExpression(left)) return;
  if (value !== "module") escape(tracer, context, node, { to: `'${left.getText(context.tree)}'` });
}

/** The name under which an assignment exports: `module.exports` is `=`. */
export function exportName(ts: SpawnContext["ts"], left: ts.Expression): string | undefined {
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const owner = left.expression.getText();
  if (owner === "module" && left.name.text === "exports") return "=";
  return owner === "exports" || owner === "module.exports" ? left.name.text : undefined;
}

function exportAs(
  tracer: Tracer,
  context: SpawnContext,
  name: string,
  value: Value,
  module?: string,
): void {
  if (value !== "module") return tracer.addExport(context.file, name, value);
  if (module === undefined) return;
  for (const [each, found] of tracer.exports.get(module) ?? []) {
    if (name === "=") tracer.addExport(context.file, each, found);
    else if (each === "=") tracer.addExport(context.file, name, found);
    // A module under a name of another one: what is done with it was not followed.
    else tracer.uses.escapes.push({ file: context.file, line: 1, to: `an export '${name}'` });
  }
}

function followField(
  tracer: Tracer,
  context: SpawnContext,
  field: ts.PropertyDeclaration,
  value: Value,
): void {
  const { ts } = context;
  if (!ts.isIdentifier(field.name) && !ts.isPrivateIdentifier(field.name)) return;
  followThis(tracer, context, field, field.name.text, value);
}

// A class's own uses; a subclass or another object may have more.
function followThis(
  tracer: Tracer,
  context: SpawnContext,
  at: ts.Node,
  name: string,
  value: Value,
): void {
  const { ts, tree } = context;
  if (value === "module") return;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === name && node !== at) {
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword) tracer.follow(context, node, value);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
}

function followReturn(
  tracer: Tracer,
  context: SpawnContext,
  from: ts.ReturnStatement | ts.ArrowFunction,
  value: Value,
): void {
  const { ts } = context;
  if (value === "module") return;
  let owner: ts.Node = from;
  while (owner && !ts.isFunctionLike(owner)) owner = owner.parent;
  if (ts.isGetAccessor(owner) || ts.isMethodDeclaration(owner) || value === "factory") {
    return escape(tracer, context, from, { to: "the caller of a method" });
  }
  if (ts.isFunctionDeclaration(owner)) {
    if (owner.name) tracer.followName(context, owner.name, "factory");
    if (hasModifier(ts, owner, ts.SyntaxKind.DefaultKeyword))
      exportAs(tracer, context, "default", "factory");
    else if (owner.name && hasModifier(ts, owner, ts.SyntaxKind.ExportKeyword)) {
      exportAs(tracer, context, owner.name.text, "factory");
    }
  } else if (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) {
    tracer.follow(context, owner, "factory");
  }
}

function followProperty(
  tracer: Tracer,
  context: SpawnContext,
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
  value: Value,
  module?: string,
): void {
  const { ts, tree } = context;
  const literal = property.parent;
  let holder: ts.Node = literal.parent;
  while (isWrapper(ts, holder)) holder = holder.parent;
  const isExported =
    (ts.isBinaryExpression(holder) && exportName(ts, holder.left) === "=") ||
    (ts.isExportAssignment(holder) && holder.isExportEquals);
  const name =
    ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name)
      ? property.name.text
      : undefined;
  if (isExported && name !== undefined) return exportAs(tracer, context, name, value, module);
  if (value === "module") return;
  let at: ts.Node = holder;
  while (
    ts.isPropertyAssignment(at) ||
    ts.isObjectLiteralExpression(at) ||
    ts.isArrayLiteralExpression(at)
  )
    at = at.parent;
  if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
    if (holder === at && name !== undefined && followOption(tracer, context, at, literal, name, value)) return;
    return escapeTo(tracer, context, at, property.name, value);
  }
  escape(tracer, context, property, { to: `an object's '${property.name.getText(tree)}'` });
}

function escapeTo(
  tracer: Tracer,
  context: SpawnContext,
  call: ts.CallExpression | ts.NewExpression,
  node: ts.Node,
  value: Value,
): void {
  if (value === "module") return;
  const parameter = parameterFor(context, call, node);
  if (parameter) return tracer.followName(context, parameter.name, value);
  const callee = resolveCallee(context, call.expression);
  const to = `'${call.expression.getText(context.tree).replace(/\s+/g, " ").slice(0, 60)}'`;
  const isOwn =
    !callee ||
    /^(?:\.{1,2}(?:\/|$)|node:)/.test(callee.module) ||
    tracer.sources.resolve(context.file, callee.module) !== undefined;
  const isKnown = isOwn || libraryOf(callee.module) !== undefined || isBuiltinModule(callee.module);
  escape(tracer, context, node, isKnown ? { to } : { to, foreign: callee.module });
}

// `run({ logger })` where `run` is a function of the same file.
function followOption(
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
    const taken = pattern.elements.find((each) => (each.propertyName ?? each.name).getText() === key);
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
  const index = (call.arguments ?? []).findIndex((argument) => argument === node);
  if (index === -1 || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
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

function escape(
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

function followName(
  tracer: Tracer,
  context: SpawnContext,
  name: ts.BindingName,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (ts.isArrayBindingPattern(name)) return;
  if (ts.isObjectBindingPattern(name)) {
    for (const element of name.elements) followElement(tracer, context, element, value, module);
    return;
  }
  const declaration = context.declarationOf(name);
  if (!declaration) return escape(tracer, context, name, { to: `'${name.text}'` });
  exportDeclared(tracer, context, declaration, name.text, value, module);
  for (const use of context.usesOf(declaration)) {
    const { parent } = use;
    if (ts.isExportSpecifier(parent)) exportAs(tracer, context, parent.name.text, value, module);
    else if (use !== name && !isDeclaring(ts, use)) tracer.follow(context, use, value, module);
  }
}

function followElement(
  tracer: Tracer,
  context: SpawnContext,
  element: ts.BindingElement,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken || !ts.isIdentifier(key)) {
    if (value !== "module") escape(tracer, context, element, { to: "a pattern" });
    return;
  }
  if (value === "module") {
    const found = module === undefined ? undefined : tracer.exports.get(module)?.get(key.text);
    if (found) tracer.followName(context, element.name, found);
    return;
  }
  const { file } = context;
  const line = lineOf(context, element);
  const start = element.getStart(context.tree);
  tracer.uses.members.push({
    file,
    line,
    start,
    name: key.text,
    kind: "read",
    count: 0,
    first: "unknown",
    isChained: false,
  });
}

function exportDeclared(
  tracer: Tracer,
  context: SpawnContext,
  declaration: ts.Declaration,
  name: string,
  value: Value,
  module?: string,
): void {
  const { ts } = context;
  if (!ts.isVariableDeclaration(declaration)) return;
  const statement = declaration.parent.parent;
  if (
    ts.isVariableStatement(statement) &&
    hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)
  ) {
    exportAs(tracer, context, name, value, module);
  }
}

function isDeclaring(ts: SpawnContext["ts"], use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isBinaryExpression(parent) && parent.left === use) return true;
  return (
    (ts.isVariableDeclaration(parent) && parent.name === use) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    (ts.isFunctionDeclaration(parent) && parent.name === use) ||
    ((ts.isBindingElement(parent) || ts.isParameter(parent)) && parent.name === use)
  );
}

function hasModifier(ts: SpawnContext["ts"], node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind)
  );
}
