import { isDeepStrictEqual } from "node:util";
import { diffIndices } from "node-diff3";
import { splitLines } from "../merge/split-lines.js";
import type { LockedHunk, LockedPatch } from "./lock-file.js";

/**
 * What the lock file keeps of a patch, added to what it kept of earlier ones. Lines without their
 * endings: a checkout may change those.
 */
export function recordPatch(
  before: Uint8Array | undefined,
  after: Uint8Array,
  previous: LockedPatch | undefined,
): LockedPatch {
  const [old, young] = [linesOf(before ?? new Uint8Array()), linesOf(after)];
  const hunks = diffIndices(old, young).map(
    (hunk): LockedHunk => ({ removed: hunk.buffer1Content, inserted: hunk.buffer2Content }),
  );
  // Lines that were only moved are as they were: ours back in their place, past somebody else's.
  const lines = (side: "removed" | "inserted") => hunks.flatMap((hunk) => hunk[side]).sort();
  if (isDeepStrictEqual(lines("removed"), lines("inserted"))) hunks.length = 0;
  const kept = previous?.hunks ?? [];
  const isKnown = (hunk: LockedHunk) => kept.some((one) => isSameHunk(one, hunk));
  return {
    created: previous?.created ?? before === undefined,
    // The same lines again: somebody else's checkout was patched, or a line had been taken out.
    hunks: [...kept, ...hunks.filter((hunk) => !isKnown(hunk))],
  };
}

/** Whether a line that satisfies the condition was put into a file by an earlier run. */
export function wasInserted(
  patch: LockedPatch | undefined,
  isWanted: (line: string) => boolean,
): boolean {
  return patch?.hunks.some((hunk) => hunk.inserted.some(isWanted)) ?? false;
}

function linesOf(bytes: Uint8Array): string[] {
  return splitLines(Buffer.from(bytes).toString("utf8")).map((line) => line.content);
}

function isSameHunk(a: LockedHunk, b: LockedHunk): boolean {
  return JSON.stringify([a.removed, a.inserted]) === JSON.stringify([b.removed, b.inserted]);
}
