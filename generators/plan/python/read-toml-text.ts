import { lineAt } from "./dependency-edit.js";

/** A value and where it stands; offsets are those of the text. */
export interface TomlValue {
  from: number;
  to: number;
  /** Of an array. */
  items?: TomlValue[];
  /** Of an inline table. */
  entries?: TomlEntry[];
}

/** A key and its value. The path is the whole one, that of the table included. */
export interface TomlEntry {
  path: string[];
  from: number;
  value: TomlValue;
}

/** A `[table]`, or what stands ahead of the first. */
export interface TomlTable {
  path: string[];
  /** Where its header ends. */
  headerEnd: number;
  entries: TomlEntry[];
}

export interface TomlText {
  text: string;
  data: Record<string, unknown>;
  tables: TomlTable[];
}

/**
 * Reads TOML and where everything in it stands. Only that is taken of toml-patch: its own `patch`
 * rewrites mixed line endings, spaces at line ends and the place of comments.
 */
export async function readTomlText(
  text: string,
): Promise<TomlText | { reason: string; line?: number }> {
  const { parse, parseDocument } = await import("@decimalturn/toml-patch");
  try {
    const data = parse(text) as Record<string, unknown>;
    return { text, data, tables: listTables(text, parseDocument(text).cst as unknown as Node[]) };
  } catch (error) {
    const place = /\((\d+), \d+\)/.exec(String(error))?.[1];
    const reason = "is not valid TOML";
    return place === undefined ? { reason } : { reason, line: Number(place) };
  }
}

/** All keys with a value, those of inline tables included. */
export function listEntries({ tables }: TomlText): TomlEntry[] {
  const flatten = (entries: TomlEntry[]): TomlEntry[] =>
    entries.flatMap((entry) => [entry, ...flatten(entry.value.entries ?? [])]);
  return tables.flatMap(({ entries }) => flatten(entries));
}

export function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** The 1-based line of a key, or of the header of its table. */
export function lineOfPath(toml: TomlText, path: readonly string[]): number | undefined {
  const entry = listEntries(toml).find((each) => isSamePath(each.path, path));
  const table = toml.tables.find((each) => isSamePath(each.path, path));
  const at = entry?.from ?? table?.headerEnd;
  return at === undefined ? undefined : lineAt(toml.text, at);
}

// The nodes of toml-patch, as far as they are looked at.
interface Node {
  type: string;
  loc: { start: Position; end: Position };
  items?: Node[];
  item?: Node;
  key?: Node;
  value?: unknown;
}

interface Position {
  line: number;
  column: number;
}

function listTables(text: string, blocks: Node[]): TomlTable[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = ({ line, column }: Position) => (starts[line - 1] ?? 0) + column;

  const readValue = (node: Node, path: string[]): TomlValue => {
    const span = { from: offset(node.loc.start), to: offset(node.loc.end) };
    const items = (node.items ?? []).flatMap((each) => each.item ?? []);
    if (node.type === "InlineArray")
      return { ...span, items: items.map((item) => readValue(item, path)) };
    if (node.type === "InlineTable")
      return { ...span, entries: items.map((item) => readEntry(item, path)) };
    return span;
  };
  const readEntry = (node: Node, parent: string[]): TomlEntry => {
    const path = [...parent, ...((node.key?.value ?? []) as string[])];
    return { path, from: offset(node.loc.start), value: readValue(node.value as Node, path) };
  };

  const isEntry = ({ type }: Node) => type === "KeyValue";
  const root = blocks.filter(isEntry).map((node) => readEntry(node, []));
  const tables: TomlTable[] = [{ path: [], headerEnd: 0, entries: root }];
  for (const { type, key, items = [] } of blocks) {
    // What an array of tables holds has no path of its own.
    if (type !== "Table" || key?.item === undefined) continue;
    const path = key.item.value as string[];
    const entries = items.filter(isEntry).map((node) => readEntry(node, path));
    tables.push({ path, headerEnd: offset(key.loc.end), entries });
  }
  return tables;
}
