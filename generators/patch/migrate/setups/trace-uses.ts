import type { ts } from "ts-morph";
import { isWrapper } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { escapeTo, noteEscape } from "./follow-arguments.js";
import { exportAs, exportName, followProperty, hasModifier } from "./follow-exports.js";
import { followImports } from "./follow-imports.js";
import { followMember } from "./follow-members.js";
import { followName } from "./follow-names.js";
import type { PackageSources } from "./package-sources.js";
import type { Tracer, Uses, Value } from "./uses.js";

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
  if (isWrapper(ts, parent) || ts.isAwaitExpression(parent)) {
    again(parent as ts.Expression);
    return;
  }
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    followMember(tracer, context, parent, parent.name.text, value, module);
    return;
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    const { argumentExpression: key } = parent;
    if (ts.isStringLiteralLike(key)) {
      followMember(tracer, context, parent, key.text, value, module);
      return;
    }
    if (value !== "module")
      noteEscape(tracer, context, node, { to: "a computed name", isComputed: true });
    return;
  }
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node) {
    if (value === "factory" && ts.isCallExpression(parent)) {
      again(parent, "logger");
      return;
    }
    if (value === "module") return;
    noteEscape(tracer, context, node, { to: "a call of the logger itself" });
    return;
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    escapeTo(tracer, context, parent, node, value);
    return;
  }
  if (ts.isVariableDeclaration(parent)) {
    tracer.followName(context, parent.name, value, module);
    return;
  }
  if (ts.isPropertyDeclaration(parent)) {
    followField(tracer, context, parent, value);
    return;
  }
  if (ts.isBinaryExpression(parent)) {
    followBinary(tracer, context, parent, node, value, module);
    return;
  }
  if (ts.isConditionalExpression(parent)) {
    if (parent.condition !== node) again(parent);
    return;
  }
  if (ts.isExportAssignment(parent)) {
    exportAs(tracer, context, parent.isExportEquals ? "=" : "default", value, module);
    return;
  }
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    followReturn(tracer, context, parent, value);
    return;
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    followProperty(tracer, context, parent, value, module);
    return;
  }
  if (ts.isExpressionStatement(parent) || ts.isPrefixUnaryExpression(parent)) return;
  if (ts.isIfStatement(parent) || ts.isTypeOfExpression(parent) || ts.isVoidExpression(parent))
    return;
  if (ts.isTypeQueryNode(parent)) return;
  if (value !== "module") noteEscape(tracer, context, node, { to: "other code" });
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
    tracer.follow(context, parent, value, module);
    return;
  }
  if (!isRight || operator < SyntaxKind.FirstAssignment || operator > SyntaxKind.LastAssignment)
    return;
  const { left } = parent;
  tracer.follow(context, parent, value, module);
  const name = exportName(ts, left);
  if (name !== undefined) {
    exportAs(tracer, context, name, value, module);
    return;
  }
  if (ts.isIdentifier(left)) {
    tracer.followName(context, left, value, module);
    return;
  }
  if (ts.isPropertyAccessExpression(left) && left.expression.kind === SyntaxKind.ThisKeyword) {
    followThis(tracer, context, left, left.name.text, value);
    return;
  }
  if (ts.isObjectBindingPattern(left) || ts.isObjectLiteralExpression(left)) return;
  if (value !== "module")
    noteEscape(tracer, context, node, { to: `'${left.getText(context.tree)}'` });
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
    noteEscape(tracer, context, from, { to: "the caller of a method" });
    return;
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
