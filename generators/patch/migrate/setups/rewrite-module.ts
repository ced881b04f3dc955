import type { ts } from "ts-morph";
import { addLoggingImport, type Binding, readImportForm } from "../../spawn/add-logging-import.js";
import { applyEdits, type Edit } from "../../spawn/append-items.js";
import { parseSpawnContext, type SpawnContext } from "../../spawn/read-spawn-context.js";
import type { SpawnRequest } from "../../spawn/spawn.js";
import { chooseNames } from "./choose-names.js";
import { closeSeams, cutComments, cutHeader, cutUnits, seam } from "./cut-code.js";
import { declarationOf, isExported } from "./declared-loggers.js";
import type { DeadUnits } from "./find-dead-units.js";
import type { SetUp } from "./find-set-up.js";
import { finishImports } from "./finish-imports.js";
import type { Adapter } from "./plan-adapter.js";
import type { BoundValues } from "./read-binding.js";
import { allUnits, isWithin, type Unit } from "./read-units.js";
import { readWritingStyle } from "./read-writing-style.js";
import { type WritingStyle, writeAdapter } from "./write-adapter.js";

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
  const style = readWritingStyle(context, form.style);
  const chosen = chooseNames(rewriting, form.isEquals);
  const { names, base, local, named, constant, whole, known, isDefault, type } = chosen;
  const { made } = setUp;
  const written = writeAdapter(
    adapter,
    style,
    names,
    !isDefault && (made.length > 1 || bindings.size > 0),
  );
  const needsType = written.needs.type && style.isTyped;
  if (needsType && form.style.form === "require") {
    return { reason: "is TypeScript that only requires, where our logger has no type" };
  }
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
  for (const { node, statement } of dead.orphans) {
    if (!ts.isVariableDeclaration(node) || !node.initializer) continue;
    edits.push({ start: statement.getStart(tree), end: node.initializer.getStart(tree), text: "" });
  }
  for (const each of setUp.types) {
    if (!isGone(each)) edits.push(dropType(context, each));
  }
  edits.push(...reExport(context, named, local, style));
  const text = closeSeams(applyEdits(tree.text, dedupe(edits)), style.newline);

  const changed = parseSpawnContext(ts, context.file, text);
  if ("reason" in changed) return { reason: `would be broken: ${changed.reason}` };
  if (made.length === 0) return { text };
  const functions = known === undefined ? [{ name: "logger", local }] : [];
  if (needsType) {
    functions.unshift({ name: "type Logger", local: type === "Logger" ? "type Logger" : type });
  }
  const binding: Binding = whole ? { module: whole } : { functions };
  const isThere = functions.length === 0 && !whole;
  const imported = isThere ? text : addLoggingImport(changed, request, form, binding);
  const handedOn = named && !whole ? local : undefined;
  return { text: finishImports(imported, written.needs.events, names, style, handedOn) };
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
