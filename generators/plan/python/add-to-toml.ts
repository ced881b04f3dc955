import { isDeepStrictEqual } from "node:util";
import { findLineEnd } from "../../merge/split-lines.js";
import { type DependencyEdit, endOfLine, indentAt, insertAt, lineAt } from "./dependency-edit.js";
import {
  readTomlText,
  type TomlEntry,
  type TomlTable,
  type TomlText,
  type TomlValue,
} from "./read-toml-text.js";

/** Puts an item into an array, laid out as its neighbours are. */
export function addItem(text: string, array: TomlValue, index: number, printed: string): string {
  const items = array.items ?? [];
  const [previous, next] = [items[index - 1], items[index]];
  const eol = findLineEnd(text);
  if (previous === undefined && next === undefined) {
    const inside = text.slice(array.from + 1, array.to - 1);
    if (!inside.includes("\n")) return insertAt(text, array.from + 1, printed);
    const outer = indentAt(text, array.from);
    const start = endOfLine(text, array.from);
    return insertAt(text, start, `${eol}${outer}    ${printed},`);
  }
  const indent = indentAt(text, (previous ?? next ?? array).from);
  if (previous === undefined) {
    const first = next as TomlValue;
    const isApart = lineAt(text, first.from) > lineAt(text, array.from);
    return isApart
      ? insertAt(text, endOfLine(text, array.from), `${eol}${indent}${printed},`)
      : insertAt(text, first.from, `${printed}, `);
  }
  const lineEnd = endOfLine(text, previous.to);
  const rest = /^[ \t]*(,?)[ \t]*(?:#.*)?$/.exec(text.slice(previous.to, lineEnd));
  const isSpread = lineAt(text, previous.from) > lineAt(text, items[index - 2]?.to ?? array.from);
  // Several on a line, or the comma somewhere else: right behind the one before it is always good.
  if (rest === null || !isSpread || (rest[1] === "" && next !== undefined))
    return insertAt(text, previous.to, `, ${printed}`);
  const comma = rest[1] ?? "";
  // The comma last, so that the offsets stay true: a comment between them stays with its item.
  const added = insertAt(text, lineEnd, `${eol}${indent}${printed}${comma}`);
  return comma === "" ? insertAt(added, previous.to, ",") : added;
}

/** Puts `key = value` into a table: ahead of the entry at that index, or behind its last one. */
export function addEntry(text: string, table: TomlTable, index: number, line: string): string {
  const eol = findLineEnd(text);
  const { entries } = table;
  const previous = entries[index - 1];
  if (previous === undefined && table.path.length === 0)
    return insertAt(text, entries[index]?.from ?? 0, line + eol);
  const indent = indentAt(text, (entries[0] ?? { from: table.headerEnd }).from);
  const at = endOfLine(text, previous?.value.to ?? table.headerEnd);
  return insertAt(text, at, `${eol}${indent}${line}`);
}

/** Puts `key = value` into an inline table, at its end. */
export function addInlineEntry(text: string, table: TomlValue, line: string): string {
  const last = (table.entries ?? []).at(-1);
  return last === undefined
    ? insertAt(text, table.from + 1, ` ${line} `)
    : insertAt(text, last.value.to, `, ${line}`);
}

/** Whether the result says the same and the one thing more; else the file is left as it is. */
export async function finishToml(
  before: TomlText,
  after: string,
  change: (data: Record<string, unknown>) => void,
): Promise<DependencyEdit> {
  const [wanted, made] = [await readTomlText(before.text), await readTomlText(after)];
  if ("data" in wanted && "data" in made) {
    change(wanted.data);
    if (isDeepStrictEqual(made.data, wanted.data)) return { kind: "added", text: after };
  }
  return { kind: "left", reason: "could not be changed without changing something else in it" };
}

/** A string of TOML, in the quotes that its neighbours have. */
export function printString(text: string, neighbours: readonly TomlValue[], value: string): string {
  const mark = text[neighbours[0]?.from ?? -1] === "'" ? "'" : '"';
  return `${mark}${value}${mark}`;
}

/** Puts a line's `=` below those of its neighbours, where they are in one column. */
export function printEntry(
  text: string,
  neighbours: readonly TomlEntry[],
  key: string,
  value: string,
): string {
  const heads = neighbours.map(({ from, value }) => text.slice(from, value.from));
  const [first = `${key} = `] = heads;
  const columns = new Set(heads.map((head) => head.indexOf("=")));
  const widths = new Set(heads.map((head) => head.split("=")[0]?.trimEnd().length));
  if (columns.size === 1 && widths.size > 1 && key.length < first.indexOf("="))
    return key.padEnd(first.indexOf("=")) + first.slice(first.indexOf("=")) + value;
  return /[^\s]=\S*$/.test(first) ? `${key}=${value}` : `${key} = ${value}`;
}
