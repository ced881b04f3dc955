import { loadTypeScript, parseSource } from "../patch/parse-source.js";
import { type MergedText, type MergeRequest, mergeLines } from "./merge-text.js";
import { type LayoutPair, pairLayouts } from "./pair-layouts.js";
import { findLineEnd, type Line, normaliseLineEnds, splitLines } from "./split-lines.js";

/** Lines as they were written, in the place of lines of theirs that only a formatter had changed. */
interface Undone {
  lines: Line[];
  theirs: Line[];
  endsAlike: boolean;
  /** The line that follows. */
  next: Line | undefined;
}

/**
 * Merges as `mergeText` does, but what a formatter made of a text is no edit: lines of theirs that hold the same code
 * as the base take no part, and stay as they are unless ours changes them. Undefined where a text is no valid code.
 */
export async function mergeLayouts(
  path: string,
  request: MergeRequest,
): Promise<MergedText | undefined> {
  const ts = await loadTypeScript();
  const parse = (text: string) =>
    parseSource(ts, path, normaliseLineEnds(text).replace(/^\uFEFF/, ""));
  const [base, theirs] = [parse(request.base), parse(request.theirs)];
  if (!("tree" in base) || !("tree" in theirs)) return undefined;
  const undone = undoLayout(request, pairLayouts(base, theirs));
  const merged = mergeLines(request, undone.lines, (lines) => redoLayout(lines, undone.blocks));
  // Lines of two layouts put together: what compiled must go on doing so.
  const isSound = merged.conflicts > 0 || "tree" in parse(merged.text);
  return isSound ? merged : undefined;
}

function undoLayout({ base, theirs }: MergeRequest, pairs: LayoutPair[]) {
  const end = findLineEnd(theirs);
  const written = splitLines(base).map((line): Line => ({ ...line, end }));
  const found = splitLines(theirs);
  const blocks = new Map<Line, Undone>();
  const lines: Line[] = [];
  let next = 0;
  for (const pair of pairs) {
    lines.push(...found.slice(next, pair.theirs.from));
    next = pair.theirs.to;
    const block: Undone = {
      lines: written.slice(pair.base.from, pair.base.to),
      theirs: found.slice(pair.theirs.from, pair.theirs.to),
      endsAlike: pair.endsAlike,
      next: undefined,
    };
    if (isSameText(block)) {
      lines.push(...block.theirs);
      continue;
    }
    const [last, lastOfTheirs] = [block.lines.at(-1), block.theirs.at(-1)];
    if (last !== undefined && lastOfTheirs?.end === "") last.end = "";
    for (const line of block.lines) blocks.set(line, block);
    lines.push(...block.lines);
  }
  lines.push(...found.slice(next));
  for (const [index, line] of lines.entries()) {
    const block = blocks.get(line);
    if (block?.lines.at(-1) === line) block.next = lines[index + 1];
  }
  return { lines, blocks };
}

function isSameText({ lines, theirs }: Undone): boolean {
  return (
    lines.length === theirs.length &&
    lines.every(({ content }, index) => content === theirs[index]?.content)
  );
}

// Only a block that is there from its first line to its last is theirs again.
function redoLayout(merged: Line[], blocks: Map<Line, Undone>): Line[] {
  const redone: Line[] = [];
  for (let at = 0; at < merged.length; ) {
    const block = blocks.get(merged[at] as Line);
    const lines = block?.lines ?? merged.slice(at, at + 1);
    const isWhole = lines.every((line, index) => merged[at + index] === line);
    const fits = block?.endsAlike === true || merged[at + lines.length] === block?.next;
    if (block !== undefined && isWhole && fits) redone.push(...block.theirs);
    else redone.push(...(isWhole ? lines : merged.slice(at, at + 1)));
    at += isWhole ? lines.length : 1;
  }
  return redone;
}
