import { createHash } from "node:crypto";
import { hashBytes } from "../apply/journal.js";
import { type Line, splitLines } from "../merge/split-lines.js";
import { isSameBytes } from "./file-text.js";
import { type FoundHunks, findHunks, type Place } from "./find-hunks.js";
import type { LockedHunk, LockedPatch } from "./lock-file.js";
import { encodeLines, readPatched } from "./read-patched.js";

/** A file without our lines. */
export interface TakenBack {
  bytes: Uint8Array;
  /** What was taken back, with what had been there before. */
  taken: LockedHunk[];
  /** What is ours and is not there as it was written: its owner changed it or took it out. */
  missing: LockedHunk[];
}

/** How the content of a line is recorded: as it is, or by its hash. */
export type Digest = (content: string) => string;

export const asItIs: Digest = (content) => content;

/** For a file with one machine's values in it: nothing but hashes goes into the lock file. */
export const asHash: Digest = (content) =>
  content === "" ? "" : createHash("sha256").update(content).digest("hex");

/**
 * Takes what the tool did to a file back. A file that nobody touched since becomes what it was, byte
 * for byte; in one that was edited our lines alone go, wherever they are.
 */
export function takeBack(bytes: Uint8Array, patch: LockedPatch, digest = asItIs): TakenBack {
  const isUntouched = patch.sha256 === hashBytes(bytes);
  const text = readPatched(bytes, patch, isUntouched);
  const undone = takeBackLines(splitLines(text.text), text.patch, { isUntouched, digest });
  const after = encodeLines(undone.lines, text.latin1);
  // Characters that the encoding lacks: the file was converted since.
  if (after === undefined) return { bytes, taken: [], missing: patch.hunks };
  return {
    bytes: isSameBytes(after, bytes) ? bytes : after,
    taken: undone.places.map(({ hunk }) => hunk),
    missing: undone.missing,
  };
}

/** The same for lines; `isUntouched`: they are as they were left, so everything is where it was. */
export function takeBackLines(
  lines: Line[],
  patch: LockedPatch,
  { isUntouched, digest = asItIs }: { isUntouched: boolean; digest?: Digest },
): FoundHunks & { lines: Line[] } {
  const contents = lines.map((line) => digest(line.content));
  const known = isUntouched ? findUntouched(contents, patch.hunks) : undefined;
  const found = known ?? findHunks(contents, patch.hunks);
  const undone = replace(lines, found.places, known !== undefined);
  const end = findUsualEnd(lines);
  const last = found.places.at(-1);
  // A part of ours: what is left of the rest is the last line now, and never was open.
  const wasLast =
    last !== undefined && last.at + last.count === lines.length && patch.hunks.includes(last.hunk);
  const isOpen = patch.open === true && (known !== undefined || wasLast);
  const finished = undone.map((line, index) => {
    if (index === undone.length - 1) return isOpen ? { ...line, end: "" as const } : line;
    return line.end === "" ? { ...line, end } : line;
  });
  return { ...found, lines: finished };
}

// A lock file that was edited by hand says where nothing is.
function findUntouched(contents: string[], hunks: LockedHunk[]): FoundHunks | undefined {
  const places: Place[] = [];
  for (const hunk of hunks) {
    if (hunk.line === undefined) continue;
    const at = hunk.line - 1;
    const isThere = hunk.inserted.every((line, index) => contents[at + index] === line);
    const after = places.at(-1);
    if (!isThere || at < (after === undefined ? 0 : after.at + after.count)) return undefined;
    places.push({ at, count: hunk.inserted.length, hunk });
  }
  return { places, missing: hunks.filter(({ line }) => line === undefined) };
}

function replace(lines: Line[], places: Place[], isUntouched: boolean): Line[] {
  const usual = findUsualEnd(lines);
  const isUniform = lines.every(({ end }) => end === usual || end === "");
  const result: Line[] = [];
  let from = 0;
  for (const { at, count, hunk } of places) {
    result.push(...lines.slice(from, at));
    hunk.removed.forEach((content, index) => {
      const stood = lines[at + Math.min(index, count - 1)];
      // A checkout may have changed them all.
      const recorded = isUniform && !isUntouched ? undefined : hunk.ends?.[index];
      const end = recorded ?? (count > 0 ? stood?.end : undefined) ?? usual;
      result.push({ content, end: end as Line["end"] });
    });
    from = at + count;
  }
  return [...result, ...lines.slice(from)];
}

function findUsualEnd(lines: Line[]): "\n" | "\r\n" {
  const crlf = lines.filter(({ end }) => end === "\r\n").length;
  return crlf > lines.filter(({ end }) => end === "\n").length ? "\r\n" : "\n";
}
