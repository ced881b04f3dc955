import { diffIndices } from "node-diff3";
import { hashBytes } from "../apply/journal.js";
import { joinLines, type Line, splitLines } from "../merge/split-lines.js";
import type { LockedHunk, LockedPatch } from "./lock-file.js";
import { isUtf8, readPatched, readText, toLatin1 } from "./read-patched.js";
import { asHash, asItIs, type Digest, takeBackLines } from "./take-back.js";

const contextLines = 2;

/**
 * What the lock file keeps of a patch, so that it can be taken back to the byte. Several runs become
 * one: what the earlier ones did is taken back first, so what is kept leads from the owner's text,
 * with their edits, to what is there now.
 */
export function recordPatch(
  before: Uint8Array | undefined,
  after: Uint8Array,
  previous: LockedPatch | undefined,
  digest: Digest = asItIs,
): LockedPatch {
  const isUntouched = before !== undefined && previous?.sha256 === hashBytes(before);
  const known = previous ?? { created: false, hunks: [] };
  const read = readPatched(before ?? new Uint8Array(), known, isUntouched);
  const latin1 = read.latin1 || !isUtf8(after);
  const there = splitLines(latin1 ? readText(before ?? new Uint8Array(), true) : read.text);
  const young = splitLines(readText(after, latin1));
  const earlier = latin1 && !read.latin1 ? toLatin1(known) : read.patch;
  const { lines: old, missing } =
    before === undefined
      ? { lines: there, missing: earlier.hunks }
      : takeBackLines(there, earlier, { isUntouched, digest });
  const hunks = makeHunks(old, young, digest);
  const isKnown = (hunk: LockedHunk) => hunks.some((one) => isSameHunk(one, hunk));
  const open = old.at(-1)?.end === "" && isEndChanged(young, hunks);
  return {
    created: before === undefined || previous?.created === true,
    sha256: hashBytes(after),
    ...(open ? { open } : {}),
    ...(latin1 ? { latin1 } : {}),
    // What the owner changed or took out since is not put in again by a later run.
    hunks: [...missing.map(forgetPlace).filter((hunk) => !isKnown(hunk)), ...hunks],
  };
}

/** The same of a file with one machine's values in it, to which lines were added: hashes of these lines. */
export function recordPrivatePatch(
  before: Uint8Array,
  after: Uint8Array,
  previous: LockedPatch | undefined,
): LockedPatch {
  const recorded = recordPatch(before, after, previous, asHash);
  const { open } = previous ?? recorded;
  const added = recorded.hunks.filter(({ removed }) => removed.length === 0);
  // Where they stand, and a hash of the whole, differ from machine to machine.
  return { created: false, ...(open ? { open } : {}), hunks: added.map(forgetPlace) };
}

/** Whether a line that satisfies the condition was put into a file by an earlier run. */
export function wasInserted(
  patch: LockedPatch | undefined,
  isWanted: (line: string) => boolean,
): boolean {
  return patch?.hunks.some((hunk) => hunk.inserted.some(isWanted)) ?? false;
}

function makeHunks(old: Line[], young: Line[], digest: Digest): LockedHunk[] {
  const texts = young.map(({ content }) => digest(content));
  const hunks = diffIndices(
    old.map(({ content }) => digest(content)),
    texts,
  ).map(({ buffer1Content, buffer2, buffer2Content }): LockedHunk => {
    const [at, count] = buffer2;
    const hunk: LockedHunk = { line: at + 1, removed: buffer1Content, inserted: buffer2Content };
    return isUnique(texts, buffer2Content)
      ? hunk
      : {
          ...hunk,
          context: {
            above: texts.slice(Math.max(0, at - contextLines), at),
            below: texts.slice(at + count, at + count + contextLines),
          },
        };
  });
  const isExact = (tried: LockedHunk[]) => isTakenBack(old, young, tried, digest);
  if (isExact(hunks)) return hunks;
  const withEnds = addEnds(old, hunks);
  if (isExact(withEnds)) return withEnds;
  // Lines that differ in their endings alone: the whole text is one place.
  const removed = old.map(({ content }) => content);
  return addEnds(old, [{ line: 1, removed, inserted: texts }]);
}

function isUnique(texts: string[], block: string[]): boolean {
  if (!/[\p{L}\p{N}_$]{3}/u.test(block.join("\n"))) return false;
  let found = 0;
  for (let at = 0; at + block.length <= texts.length; at += 1)
    if (block.every((line, index) => texts[at + index] === line)) found += 1;
  return found === 1;
}

function isTakenBack(old: Line[], young: Line[], hunks: LockedHunk[], digest: Digest): boolean {
  const open = old.at(-1)?.end === "" && isEndChanged(young, hunks);
  const patch: LockedPatch = { created: false, hunks, ...(open ? { open } : {}) };
  const undone = takeBackLines(young, patch, { isUntouched: true, digest });
  return joinLines(undone.lines) === joinLines(old);
}

function addEnds(old: Line[], hunks: LockedHunk[]): LockedHunk[] {
  let shift = 0;
  return hunks.map((hunk) => {
    const at = (hunk.line ?? 1) - 1;
    const ends = old.slice(at + shift, at + shift + hunk.removed.length).map(({ end }) => end);
    shift += hunk.removed.length - hunk.inserted.length;
    return ends.length === 0 ? hunk : { ...hunk, ends };
  });
}

// The last line had no ending. Is it another one's turn to be the last, or did it get an ending?
function isEndChanged(young: Line[], hunks: LockedHunk[]): boolean {
  const last = hunks.at(-1);
  const isAtEnd = last?.line !== undefined && last.line - 1 + last.inserted.length === young.length;
  return isAtEnd || young.at(-1)?.end !== "";
}

function forgetPlace({ removed, inserted }: LockedHunk): LockedHunk {
  return { removed, inserted };
}

function isSameHunk(a: LockedHunk, b: LockedHunk): boolean {
  return JSON.stringify([a.removed, a.inserted]) === JSON.stringify([b.removed, b.inserted]);
}
