import { diff3MergeRegions, diffIndices, type IRegion } from "node-diff3";
import { findLineEnd, joinLines, type Line, splitLines } from "./split-lines.js";

/** The three texts of a merge, and how the two sides are called in conflict markers. */
export interface MergeRequest {
  /** What was written last time. */
  base: string;
  /** What is there now. */
  theirs: string;
  /** What would be written today. */
  ours: string;
  labels: { theirs: string; ours: string };
}

export interface MergedText {
  text: string;
  /** Places left in conflict, in git's marker form. */
  conflicts: number;
}

/**
 * Merges what a person made of a text with what is written today. Line endings don't count as
 * changes: each line of theirs keeps its own, lines of ours get those that most of theirs have.
 */
export function mergeText(request: MergeRequest): MergedText {
  return mergeLines(request, splitLines(request.theirs));
}

/** The same with the lines that are to stand for theirs, and what is made of the lines that come out. */
export function mergeLines(
  { base, theirs, ours, labels }: MergeRequest,
  lines: Line[],
  rewrite: (merged: Line[]) => Line[] = (merged) => merged,
): MergedText {
  const sides = { a: lines, o: splitLines(base), b: splitLines(ours) };
  const end = findLineEnd(theirs === "" ? ours : theirs);
  const contents = (lines: Line[]) => lines.map((line) => line.content);
  const [a, o, b] = [contents(sides.a), contents(sides.o), contents(sides.b)];
  const theirsOf = mapUnchanged(o, a);
  const withEnd = (lines: Line[]) => lines.map((line): Line => ({ ...line, end }));
  const marker = (content: string): Line => ({ content, end });
  const merged: Line[] = [];
  let conflicts = 0;
  for (const region of diff3MergeRegions(a, o, b)) {
    if (region.stable) {
      merged.push(...takeStable(region, sides, theirsOf, end));
      continue;
    }
    const mine = sides.a.slice(region.aStart, region.aStart + region.aLength);
    const generated = sides.b.slice(region.bStart, region.bStart + region.bLength);
    if (isSame(region.aContent, region.bContent) || isSame(region.bContent, region.oContent)) {
      merged.push(...mine);
      continue;
    }
    conflicts += 1;
    merged.push(marker(`<<<<<<< ${labels.theirs}`), ...terminate(mine, end));
    merged.push(marker("======="), ...withEnd(generated), marker(`>>>>>>> ${labels.ours}`));
  }
  return { text: joinLines(finish(rewrite(merged), sides, end)), conflicts };
}

/** Whether a text still holds conflict markers of a merge. */
export function hasConflictMarkers(text: string): boolean {
  return /^<{7} [^\n]*\n(?:[^\n]*\n)*?={7}\r?\n(?:[^\n]*\n)*?>{7} /m.test(text);
}

/** For each line of the base that theirs still has: its index there. */
function mapUnchanged(base: string[], theirs: string[]): Map<number, number> {
  const map = new Map<number, number>();
  let [o, a] = [0, 0];
  const copy = (until: number) => {
    while (o < until) map.set(o++, a++);
  };
  for (const hunk of diffIndices(base, theirs)) {
    copy(hunk.buffer1[0]);
    o = hunk.buffer1[0] + hunk.buffer1[1];
    a = hunk.buffer2[0] + hunk.buffer2[1];
  }
  copy(base.length);
  return map;
}

function takeStable(
  region: Extract<IRegion<string>, { stable: true }>,
  sides: { a: Line[]; o: Line[]; b: Line[] },
  theirsOf: Map<number, number>,
  end: Line["end"],
): Line[] {
  const { buffer, bufferStart, bufferLength } = region;
  const lines = sides[buffer].slice(bufferStart, bufferStart + bufferLength);
  if (buffer === "a") return lines;
  if (buffer === "b") return lines.map((line) => ({ ...line, end }));
  return lines.map((line, index) => sides.a[theirsOf.get(bufferStart + index) ?? -1] ?? line);
}

function terminate(lines: Line[], end: Line["end"]): Line[] {
  return lines.map((line) => (line.end === "" ? { ...line, end } : line));
}

// Only the last line of a text may lack its end, and it does where theirs made it so; where theirs
// left that as it was written, ours decides.
function finish(merged: Line[], sides: { a: Line[]; o: Line[]; b: Line[] }, end: Line["end"]) {
  const isOpen = (lines: Line[]) => lines.at(-1)?.end === "";
  const finished = terminate(merged, end);
  const last = finished.at(-1);
  if (last === undefined || last.content === "" || last.content.startsWith(">>>>>>> "))
    return finished;
  const decides = isOpen(sides.a) === isOpen(sides.o) ? sides.b : sides.a;
  if (isOpen(decides)) finished[finished.length - 1] = { ...last, end: "" };
  return finished;
}

function isSame(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
