import type { ts } from "ts-morph";
import { endOf } from "../../semicolons.js";
import { findHeaderEnd } from "../../sort-header.js";
import type { Edit } from "../../spawn/append-items.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import type { Unit } from "./read-units.js";

/** Stands in a text where something was cut out, until the lines around it are closed up. */
export const seam = "\uE000";

const ofLibrary = /\b(?:winston|pino|log4js)\b/i;
const ofLogging =
  /\blog|transport|format|environment|\benv\b|level|config|director|validat|={5}|-{5}/i;
const kept =
  /copyright|\blicen[cs]e|\bSPDX-|eslint|tslint|biome|prettier|@ts-|<reference|^\/\*!|^#!/i;

/** The edits that take units out of a file, whole statements with their comments. */
export function cutUnits(
  context: SpawnContext,
  units: readonly Unit[],
  isCut: (unit: Unit) => boolean,
  keepsLoading: (statement: ts.Statement) => boolean,
  isReplaced: (unit: Unit) => boolean,
): Edit[] {
  const edits: Edit[] = [];
  const byStatement = new Map<ts.Statement, Unit[]>();
  for (const unit of units)
    byStatement.set(unit.statement, [...(byStatement.get(unit.statement) ?? []), unit]);
  let isAfterCut = false;
  for (const [statement, parts] of byStatement) {
    const remaining = parts.filter((unit) => !isCut(unit));
    if (remaining.length === 0) {
      edits.push(cutStatement(context, statement, isAfterCut, keepsLoading(statement)));
    } else if (remaining.length < parts.length)
      edits.push(keepParts(context, statement, remaining));
    if (isAfterCut && remaining.some(isReplaced)) edits.push(...cutBanners(context, statement));
    for (const { inner } of remaining) {
      edits.push(...cutUnits(context, inner, isCut, keepsLoading, isReplaced));
    }
    isAfterCut = remaining.length === 0;
  }
  return edits;
}

/** The edits that take away what a file's own header says of the library. */
export function cutHeader({ ts, tree }: SpawnContext): Edit[] {
  const [first] = tree.statements;
  if (!first) return [];
  const comments = ts.getLeadingCommentRanges(tree.text, first.pos) ?? [];
  return comments.flatMap(({ pos, end }) => {
    const text = tree.text.slice(pos, end);
    return ofLibrary.test(text) && !kept.test(text) ? [{ start: pos, end, text: seam }] : [];
  });
}

/** The edits that take away what the comments right above a statement say of the library. */
export function cutComments({ ts, tree }: SpawnContext, statement: ts.Node): Edit[] {
  const comments = ts.getLeadingCommentRanges(tree.text, statement.pos) ?? [];
  return comments.flatMap(({ pos, end }) => {
    const text = tree.text.slice(pos, end);
    return ofLibrary.test(text) && !kept.test(text) ? [{ start: pos, end, text: seam }] : [];
  });
}

// A heading between what was cut out and what takes the set-up's place.
function cutBanners({ ts, tree }: SpawnContext, statement: ts.Statement): Edit[] {
  let next = statement.getStart(tree);
  const edits: Edit[] = [];
  for (const { pos, end } of (
    ts.getLeadingCommentRanges(tree.text, statement.pos) ?? []
  ).reverse()) {
    const text = tree.text.slice(pos, end);
    const isDetached = /\n[^\S\n]*\r?\n/.test(tree.text.slice(end, next));
    if (isDetached || edits.length > 0) {
      if (kept.test(text)) break;
      edits.push({ start: pos, end, text: seam });
    } else next = pos;
  }
  return edits;
}

/** The text with its lines closed up where something was cut out: one blank line is left where one was. */
export function closeSeams(text: string, newline: string): string {
  const around = new RegExp(`\\s*${seam}(?:\\s*${seam})*\\s*?(?=[^\\S\\r\\n]*(?:\\S|$))`, "g");
  return text.replace(around, (all: string, offset: number) => {
    const start = text.slice(0, offset);
    const rest = text.slice(offset + all.length);
    if (start.trim() === "") return "";
    if (rest.trim() === "") return newline;
    const gaps = all.split(seam).map((gap) => gap.split("\n").length - 1);
    const most = Math.max(...gaps);
    if (most === 0) return all.replaceAll(seam, "");
    const isEdge = /[{([]$/.test(start) || /^\s*[})\]]/.test(rest);
    return newline.repeat(isEdge ? 1 : Math.min(2, most));
  });
}

function cutStatement(
  context: SpawnContext,
  statement: ts.Statement,
  isAfterCut: boolean,
  keepsLoading: boolean,
): Edit {
  const { ts, tree } = context;
  const { text } = tree;
  const end = endOf(context, statement);
  if (keepsLoading) {
    const start = statement.getStart(tree);
    return { start, end, text: bareImport(context, statement) };
  }
  const trailing = ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end;
  return { start: startOf(context, statement, isAfterCut), end: trailing, text: seam };
}

// With the comments that belong to it: those right above it, and those that stand alone and speak of logging.
function startOf(context: SpawnContext, statement: ts.Statement, isAfterCut: boolean): number {
  const { ts, tree } = context;
  const { text } = tree;
  const isFirst = tree.statements[0] === statement;
  const floor = isFirst ? findHeaderEnd(context, statement) : statement.pos;
  let start = statement.getStart(tree);
  for (const comment of (ts.getLeadingCommentRanges(text, statement.pos) ?? []).reverse()) {
    if (comment.pos < floor) break;
    const written = text.slice(comment.pos, comment.end);
    const isDetached = /\n[^\S\n]*\r?\n/.test(text.slice(comment.end, start));
    if (isDetached && !isAfterCut && !ofLogging.test(written)) break;
    if (kept.test(written) && isDetached) break;
    start = comment.pos;
  }
  return start;
}

function bareImport({ ts, tree }: SpawnContext, statement: ts.Statement): string {
  const text = statement.getText(tree);
  const specifier = /(["'])[^"'\n]+\1(?=\)?;?\s*$)/.exec(text)?.[0] ?? "";
  const end = text.endsWith(";") ? ";" : "";
  return ts.isImportDeclaration(statement)
    ? `import ${specifier}${end}`
    : `require(${specifier})${end}`;
}

function keepParts({ ts, tree }: SpawnContext, statement: ts.Statement, remaining: Unit[]): Edit {
  const textOf = (node: ts.Node): string => node.getText(tree);
  if (ts.isImportDeclaration(statement) && statement.importClause) {
    const clause = statement.importClause;
    const named = remaining.map(({ node }) => node).filter(ts.isImportSpecifier);
    const whole = remaining.map(({ node }) => node).filter(ts.isNamespaceImport);
    const first =
      remaining.some(({ node }) => node === clause) && clause.name ? [textOf(clause.name)] : [];
    const list = named.length > 0 ? [`{ ${named.map(textOf).join(", ")} }`] : [];
    const type = clause.isTypeOnly ? "type " : "";
    const text = type + [...first, ...whole.map(textOf), ...list].join(", ");
    return { start: clause.getStart(tree), end: clause.end, text };
  }
  const list = (statement as ts.VariableStatement).declarationList;
  const declarations = list.declarations.flatMap((declaration) => {
    const parts = remaining.filter(
      ({ node }) => node === declaration || node.parent.parent === declaration,
    );
    if (parts.length === 0) return [];
    const { name } = declaration;
    const isPattern = ts.isObjectBindingPattern(name) && parts[0]?.node !== declaration;
    if (!isPattern || parts.length === name.elements.length) return [textOf(declaration)];
    const rest = tree.text.slice(name.end, declaration.end);
    return [`{ ${parts.map(({ node }) => textOf(node)).join(", ")} }${rest}`];
  });
  const [first] = list.declarations;
  return { start: first?.getStart(tree) ?? list.end, end: list.end, text: declarations.join(", ") };
}
