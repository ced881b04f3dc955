import type { ts } from "ts-morph";
import type { Source } from "../parse-source.js";

/** A change of a text: what stands between two offsets becomes something else. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Applies edits that don't overlap; those at one offset in their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => b.start - a.start || b.index - a.index)
    .reduce((changed, { start, end, text: added }) => {
      return changed.slice(0, start) + added + changed.slice(end);
    }, text);
}

/** Adds items behind the last of a list in brackets, laid out as the list is. */
export function appendItems(
  { ts, tree }: Source,
  list: ts.NodeArray<ts.Node>,
  items: readonly string[],
): Edit[] {
  const { text } = tree;
  const last = list.at(-1);
  if (!last) {
    return [insert(list.pos, ` ${items.join(", ")}${isBlank(text, list) ? " " : ","}`, text)];
  }
  const indent = ownLine(text, last.getStart(tree));
  if (indent === undefined) return [insert(last.end, items.map((item) => `, ${item}`).join(""))];
  const end = list.hasTrailingComma ? list.end : last.end;
  const tail = ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end;
  const newline = newlineBefore(text, last.getStart(tree));
  const lines = items.map((item) => newline + indent + item).join(",");
  if (list.hasTrailingComma) return [insert(tail, `${lines},`)];
  return tail === end ? [insert(end, `,${lines}`)] : [insert(end, ","), insert(tail, lines)];
}

/** Adds items ahead of another one, laid out as that one is. */
export function prependItems({ tree }: Source, before: ts.Node, items: string[]): Edit[] {
  const { text } = tree;
  const start = before.getStart(tree);
  const indent = ownLine(text, start);
  const gap = indent === undefined ? " " : newlineBefore(text, start) + indent;
  return [insert(start, items.map((item) => `${item},${gap}`).join(""))];
}

/** What stands ahead of an offset on its line, when that is nothing but blanks. */
function ownLine(text: string, offset: number): string | undefined {
  const blank = /(?:^|[\r\n])([^\S\r\n]*)$/.exec(text.slice(0, offset))?.[1];
  return blank !== undefined && offset - blank.length > 0 ? blank : undefined;
}

function newlineBefore(text: string, offset: number): string {
  return /(\r\n|\r|\n)[^\r\n]*$/.exec(text.slice(0, offset))?.[1] ?? "\n";
}

function isBlank(text: string, { pos }: ts.NodeArray<ts.Node>): boolean {
  return /^\s*[})\]]/.test(text.slice(pos));
}

// In an empty pair of brackets the blanks that are there serve as ours.
function insert(start: number, text: string, within?: string): Edit {
  const blanks =
    within === undefined ? 0 : (/^\s*(?=[})\]])/.exec(within.slice(start))?.[0].length ?? 0);
  return { start, end: start + blanks, text };
}
