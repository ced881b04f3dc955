import type { ts } from "ts-morph";
import { isWrapper } from "../../resolve-references.js";
import { addLoggingImport, type Binding, readImportForm } from "../../spawn/add-logging-import.js";
import { applyEdits, type Edit } from "../../spawn/append-items.js";
import { parseSpawnContext, type SpawnContext } from "../../spawn/read-spawn-context.js";
import type { SpawnRequest } from "../../spawn/spawn.js";
import { closeSeams, cutComments, cutHeader, cutUnits, seam } from "./cut-code.js";
import type { DeadUnits } from "./find-dead-units.js";
import type { SetUp } from "./find-set-up.js";
import type { Adapter } from "./plan-adapter.js";
import type { BoundValues } from "./read-binding.js";
import { allUnits, isWithin, type Unit } from "./read-units.js";
import { type AdapterNames, type WritingStyle, writeAdapter } from "./write-adapter.js";

/** A file and all that is to become of it. */
export interface Rewriting {
  context: SpawnContext;
  request: SpawnRequest;
  setUp: SetUp;
  adapter: Adapter;
  units: readonly Unit[];
  dead: DeadUnits;
  /** What records of each logger carry. */
  bindings: Map<ts.Expression, BoundValues>;
  /** The import of a module of the service's own that nothing else loads. */
  keepsLoading(statement: ts.Statement): boolean;
}

/** Writes a file anew without its set-up, our logger in its place; or says why that would not do. */
export function rewriteModule(rewriting: Rewriting): { text: string } | { reason: string } {
  const { context, request, setUp, adapter, units, dead, bindings } = rewriting;
  const { ts, tree } = context;
  if (tree.text.includes(seam)) return { reason: "has characters of a private use" };
  const form = readImportForm(context, request);
  const style = readStyle(context, form.style);
  if (style.isTyped && form.style.form === "require" && adapter.child) {
    return { reason: "is TypeScript that only requires, where our logger has no type" };
  }
  const taken = namesOf(context, dead, setUp);
  const free = (...names: string[]): string =>
    names.find((name) => !taken.has(name)) ?? `${names.at(-1)}Of${setUp.library}`;
  const isPlain = isIdentity(adapter);
  const { made } = setUp;
  const whole = form.isEquals ? free("logging", "serviceLogging") : undefined;
  const named =
    isPlain && !whole
      ? made.find((node) => !bindings.has(node) && isConstant(context, node))
      : undefined;
  // winston's default logger is used in many places: a name stands for what is made of ours.
  const isDefault = !isPlain && made.length > 0 && made.every((node) => ts.isIdentifier(node));
  const constant = isDefault ? free("logger", "log", "winstonLogger") : undefined;
  if (constant) taken.add(constant);
  const local = named
    ? nameOf(context, named)
    : made.length === 0
      ? ""
      : free("logger", "serviceLogger", "theLogger");
  const base = whole ? `${whole}.logger` : local;
  const type = free("Logger", "ServiceLogger", "LoggingLogger");
  const names: AdapterNames = {
    logger: base,
    type: whole ? `${whole}.Logger` : type,
    levels: free("levels", "loguruLevels", "levelNames"),
    adapt: free(`with${methodsOf[setUp.library]}Methods`),
    adapted: free(`${methodsOf[setUp.library]}Logger`, `${methodsOf[setUp.library]}LikeLogger`),
    events: free("ending", "logEnding"),
    emitter: "EventEmitter",
  };
  const written = writeAdapter(
    adapter,
    style,
    names,
    !isDefault && (made.length > 1 || bindings.size > 0),
  );
  if (constant) {
    const last = written.declarations.at(-1);
    const comment =
      last?.startsWith("//") && !last.includes("\n")
        ? `${written.declarations.pop()}${style.newline}`
        : "";
    const end = style.semicolon ? ";" : "";
    written.declarations.push(`${comment}const ${constant} = ${written.write(base)}${end}`);
  }

  const isCut = (unit: Unit): boolean =>
    dead.dead.has(unit) || (named !== undefined && unit.node === declarationOf(context, named));
  const edits: Edit[] = cutUnits(context, units, isCut, rewriting.keepsLoading, (unit) =>
    made.some((node) => isWithin(node, unit.node)),
  );
  if (dead.isSetUpModule) edits.push(...cutHeader(context));
  const cut = allUnits(units).filter(isCut);
  const isGone = (node: ts.Node): boolean => cut.some((unit) => isWithin(node, unit.node));
  // Ahead of what may begin at the same place.
  const first = made.find((node) => !isGone(node));
  if (first) edits.push(...declareAhead(context, first, written.declarations, style));
  for (const node of made) {
    if (isGone(node)) continue;
    if (constant) {
      edits.push({ start: node.getStart(tree), end: node.end, text: constant });
      continue;
    }
    const bound = bindings.get(node);
    const given = bound ? `${base}.bind(${bound.text})` : base;
    edits.push({
      start: node.getStart(tree),
      end: node.end,
      text: indentLike(tree, node, written.write(given)),
    });
  }
  for (const each of setUp.types) {
    if (!isGone(each)) edits.push(dropType(context, each));
  }
  edits.push(...reExport(context, named, local, style));
  const text = closeSeams(applyEdits(tree.text, dedupe(edits)), style.newline);

  const changed = parseSpawnContext(ts, context.file, text);
  if ("reason" in changed) return { reason: `would be broken: ${changed.reason}` };
  if (made.length === 0) return { text };
  const functions = [{ name: "logger", local }];
  if (written.needs.type && style.isTyped)
    functions.unshift({ name: "type Logger", local: type === "Logger" ? "type Logger" : type });
  const binding: Binding = whole ? { module: whole } : { functions };
  const imported = addLoggingImport(changed, request, form, binding);
  return {
    text: finishImports(
      imported,
      written.needs.events,
      names,
      style,
      named && !whole ? local : undefined,
    ),
  };
}

const methodsOf = { winston: "Winston", pino: "Pino", log4js: "Log4js" };

function isIdentity(adapter: Adapter): boolean {
  const {
    aliases,
    log,
    child,
    messageFirst,
    level,
    silent,
    isLevelEnabled,
    enabled,
    stream,
    flush,
    isExtended,
  } = adapter;
  const has =
    log || child || messageFirst || level || silent || isLevelEnabled || flush || isExtended;
  return !has && aliases.size === 0 && enabled.size === 0 && stream.size === 0;
}

function readStyle(
  { ts, tree, file }: SpawnContext,
  { quote, semicolon }: { quote: string; semicolon: boolean },
): WritingStyle {
  const { text } = tree;
  let trailing = 0;
  const visit = (node: ts.Node): void => {
    const list = ts.isObjectLiteralExpression(node)
      ? node.properties
      : ts.isArrayLiteralExpression(node)
        ? node.elements
        : undefined;
    const isLong = list?.length && /\n\s*[}\]]$/.test(node.getText(tree));
    if (isLong) trailing += list.hasTrailingComma ? 1 : -1;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return {
    isTyped: /\.[mc]?tsx?$/.test(file),
    quote,
    semicolon,
    indent: /\n(\t| {2,8})(?=[^\s*])/.exec(text)?.[1] ?? "  ",
    trailingComma: trailing >= 0,
    newline: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

// Every name that the file still has.
function namesOf(
  { ts, tree }: SpawnContext,
  { dead }: DeadUnits,
  { made, types }: SetUp,
): Set<string> {
  const names = new Set<string>();
  const gone = [...[...dead].map(({ node }) => node), ...made, ...types] as ts.Node[];
  const isGone = new Set(gone);
  const visit = (node: ts.Node): void => {
    if (isGone.has(node)) return;
    if (ts.isIdentifier(node) && !isMemberName(ts, node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

function isMemberName(ts: SpawnContext["ts"], node: ts.Identifier): boolean {
  const { parent } = node;
  const hasMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return hasMember && parent.name === node;
}

function outermost(ts: SpawnContext["ts"], node: ts.Node): ts.Node {
  let outer = node;
  while (isWrapper(ts, outer.parent)) outer = outer.parent;
  return outer;
}

function declarationOf(
  { ts }: SpawnContext,
  made: ts.Expression,
): ts.VariableDeclaration | undefined {
  const { parent } = outermost(ts, made);
  return ts.isVariableDeclaration(parent) ? parent : undefined;
}

// `const logger = …` at the top: an import can have its name.
function isConstant(context: SpawnContext, made: ts.Expression): boolean {
  const { ts } = context;
  const declaration = declarationOf(context, made);
  if (!declaration || !ts.isIdentifier(declaration.name)) return false;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.parent !== context.tree) return false;
  if (isExported(ts, statement) && statement.declarationList.declarations.length > 1) return false;
  return context
    .usesOf(declaration)
    .every(
      ({ parent }) =>
        !ts.isBinaryExpression(parent) ||
        parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken ||
        parent.left.getText() !== nameOf(context, made),
    );
}

function nameOf(context: SpawnContext, made: ts.Expression): string {
  return declarationOf(context, made)?.name.getText(context.tree) ?? "";
}

function isExported(ts: SpawnContext["ts"], statement: ts.VariableStatement): boolean {
  return (ts.getModifiers(statement) ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
}

// `: winston.Logger` with its colon.
function dropType({ tree }: SpawnContext, type: ts.TypeNode): Edit {
  const before = tree.text.slice(0, type.getStart(tree));
  const colon = /\s*:\s*$/.exec(before)?.[0].length ?? 0;
  return { start: before.length - colon, end: type.end, text: "" };
}

function indentLike(tree: ts.SourceFile, node: ts.Node, text: string): string {
  const line = tree.text.slice(0, node.getStart(tree)).split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return text.replace(/\n(?=.)/g, `\n${indent}`);
}

function declareAhead(
  context: SpawnContext,
  first: ts.Node,
  declarations: string[],
  { newline }: WritingStyle,
): Edit[] {
  const { tree } = context;
  const statement = tree.statements.find((each) => isWithin(first, each));
  if (!statement) return [];
  const start = commentStart(context, statement);
  const edits = cutComments(context, statement).filter((edit) => edit.start >= start);
  const last = declarations.at(-1) ?? "";
  // A comment alone belongs to the statement itself.
  const isComment = last.startsWith("//") && !last.includes("\n");
  const ahead = (isComment ? declarations.slice(0, -1) : declarations).map(
    (each) => each + newline + newline,
  );
  if (ahead.length > 0) edits.push({ start, end: start, text: ahead.join("") });
  const own = statement.getStart(tree);
  if (isComment) edits.push({ start: own, end: own, text: last + newline });
  return edits;
}

function commentStart({ ts, tree }: SpawnContext, statement: ts.Statement): number {
  let start = statement.getStart(tree);
  if (tree.statements[0] === statement) return start;
  for (const { pos, end } of (
    ts.getLeadingCommentRanges(tree.text, statement.pos) ?? []
  ).reverse()) {
    if (/\n[^\S\n]*\r?\n/.test(tree.text.slice(end, start))) break;
    start = pos;
  }
  return start;
}

// `export const logger = …` whose name comes by an import now.
function reExport(
  context: SpawnContext,
  named: ts.Expression | undefined,
  local: string,
  style: WritingStyle,
): Edit[] {
  const { ts, tree } = context;
  const statement = named && declarationOf(context, named)?.parent.parent;
  if (!statement || !ts.isVariableStatement(statement) || !isExported(ts, statement)) return [];
  const text = `export { ${local} }${style.semicolon ? ";" : ""}`;
  return [{ start: statement.getStart(tree), end: statement.end, text }];
}

// What stands for a whole statement wins over cutting it.
function dedupe(edits: Edit[]): Edit[] {
  const replaced = edits.filter(({ text }) => text.startsWith("export {"));
  return edits.filter((edit) => {
    const isCutOfIt =
      edit.text === seam &&
      replaced.some(({ start, end }) => edit.start <= start && edit.end >= end);
    const isInCut = edits.some(
      (other) =>
        other !== edit &&
        other.text === seam &&
        edit.text === seam &&
        other.start <= edit.start &&
        other.end >= edit.end &&
        (other.start !== edit.start || other.end !== edit.end),
    );
    return !isCutOfIt && !isInCut;
  });
}

function finishImports(
  text: string,
  needsEvents: boolean,
  { emitter }: AdapterNames,
  style: WritingStyle,
  local: string | undefined,
): string {
  const end = style.semicolon ? ";" : "";
  if (needsEvents) {
    const { quote } = style;
    const own =
      /^(?:import (?:\{[^}\n]*\blogger\b[^}\n]*\} from|\w+ = require\()|const \{[^}\n]*\blogger\b[^}\n]*\} = require\()/m;
    const isImport = /^import /.test(own.exec(text)?.[0] ?? "");
    const line = isImport
      ? `import { ${emitter} } from ${quote}node:events${quote}${end}`
      : `const { ${emitter} } = require(${quote}node:events${quote})${end}`;
    return text.replace(own, (found) => line + style.newline + found);
  }
  if (local === undefined) return text;
  // A module that only hands our logger on.
  const uses = [
    ...text.matchAll(new RegExp(`(?<![\\w$.])${local.replaceAll("$", "\\$")}(?![\\w$])`, "g")),
  ];
  const only = new RegExp(
    `import (\\{ [^}\\n]* \\}) from (["'][^"'\\n]+["']);?(\\r?\\n)+export \\{ ${local} \\};?`,
  ).exec(text);
  return only && uses.length === 2 ? joinExport(text, only, end) : text;
}

function joinExport(
  text: string,
  [all, names = "", specifier = ""]: RegExpExecArray,
  end: string,
): string {
  return text.replace(all, () => `export ${names} from ${specifier}${end}`);
}
