import type { LockedHunk } from "./lock-file.js";
import { splitHunk } from "./split-hunk.js";

/** Lines of ours that stand in a file: `count` of them from index `at`, and what takes their place. */
export interface Place {
  at: number;
  count: number;
  hunk: LockedHunk;
}

export interface FoundHunks {
  /** In the order of the file; no two overlap. */
  places: Place[];
  /** What is ours and is not there as it was written. */
  missing: LockedHunk[];
}

interface Candidate extends Place {
  /** How many of the lines around it are those of the record. */
  score: number;
  /** How far it lies from where it is looked for, in lines. */
  distance: number;
}

interface Run {
  contents: string[];
  isTaken: boolean[];
  places: Place[];
}

/**
 * Finds the lines that we put into a file, wherever they are by now. A hunk is found as a whole, or
 * not at all; one that took nothing out may be found in its parts. Where several places look alike,
 * that one is taken which has the lines around it, or is the nearest to where it was.
 */
export function findHunks(contents: string[], hunks: LockedHunk[]): FoundHunks {
  const run: Run = { contents, isTaken: contents.map(() => false), places: [] };
  const missing: LockedHunk[] = [];
  for (const hunk of placeWhole(run, hunks)) {
    const parts = splitHunk(hunk);
    const left = parts.filter((part) => !part.isWhole || !placePart(run, part.lines, hunk));
    if (left.length === parts.length) missing.push(hunk);
    else if (left.length > 0)
      missing.push({ removed: [], inserted: left.flatMap(({ lines }) => lines) });
  }
  return { places: run.places.sort((a, b) => a.at - b.at), missing };
}

// Gives back those that were not found.
function placeWhole(run: Run, hunks: LockedHunk[]): LockedHunk[] {
  const blockOf = ({ inserted }: LockedHunk) => JSON.stringify(inserted);
  const alike = groupBy(hunks, blockOf);
  const found = new Map(hunks.map((hunk) => [hunk, listPlaces(run.contents, hunk)]));
  const anchors = hunks.flatMap((hunk) => {
    const [at, ...others] = found.get(hunk) ?? [];
    const isAlone = others.length === 0 && alike.get(blockOf(hunk))?.length === 1;
    return at === undefined || hunk.line === undefined || !isAlone || isGeneric(hunk)
      ? []
      : [{ line: hunk.line, shift: at + 1 - hunk.line }];
  });
  const candidates = hunks.flatMap((hunk) => {
    const places = found.get(hunk) ?? [];
    const twins = alike.get(blockOf(hunk)) ?? [];
    const isEvery = places.length === twins.length && twins.every((twin) => isSame(twin, hunk));
    return places
      .map((at) => weigh(run.contents, hunk, at, anchors))
      .filter((candidate) => isCertain(candidate, isEvery));
  });
  candidates.sort((a, b) => b.score - a.score || a.distance - b.distance || a.at - b.at);
  const placed = new Set<LockedHunk>();
  for (const { hunk, at, count } of candidates) {
    if (placed.has(hunk) || !isFree(run, at, count)) continue;
    take(run, { hunk, at, count });
    placed.add(hunk);
  }
  return hunks.filter((hunk) => !placed.has(hunk));
}

function listPlaces(contents: string[], { inserted, context }: LockedHunk): number[] {
  const places: number[] = [];
  // Nothing was put in: the place is between the lines around it, and nowhere without them.
  if (inserted.length === 0 && context === undefined) return places;
  for (let at = 0; at + inserted.length <= contents.length; at += 1)
    if (inserted.every((line, index) => contents[at + index] === line)) places.push(at);
  return places;
}

function weigh(
  contents: string[],
  hunk: LockedHunk,
  at: number,
  anchors: { line: number; shift: number }[],
): Candidate {
  const { line, inserted, context } = hunk;
  const count = inserted.length;
  const above = [...(context?.above ?? [])].reverse();
  const below = context?.below ?? [];
  const score =
    countUntil(above, (wanted, index) => contents[at - 1 - index] === wanted) +
    countUntil(below, (wanted, index) => contents[at + count + index] === wanted);
  if (line === undefined) return { hunk, at, count, score, distance: at };
  let nearest = { away: Number.POSITIVE_INFINITY, shift: 0 };
  for (const anchor of anchors) {
    const away = Math.abs(anchor.line - line);
    if (away < nearest.away) nearest = { away, shift: anchor.shift };
  }
  return { hunk, at, count, score, distance: Math.abs(at + 1 - line - nearest.shift) };
}

function isCertain({ hunk, score, distance }: Candidate, isEvery: boolean): boolean {
  const { context } = hunk;
  if (isGeneric(hunk))
    return (
      context !== undefined && score > 0 && score === context.above.length + context.below.length
    );
  // It was the only one of its kind: a second one is a copy, and nobody can tell them apart.
  return context === undefined || score > 0 || distance === 0 || isEvery;
}

// Brackets and blank lines are everywhere.
function isGeneric({ inserted }: LockedHunk): boolean {
  return !/[\p{L}\p{N}_$]{3}/u.test(inserted.join("\n"));
}

function placePart(run: Run, lines: string[], hunk: LockedHunk): boolean {
  const part: LockedHunk = { removed: [], inserted: lines };
  if (isGeneric(part)) return false;
  const at = listPlaces(run.contents, part).find((place) => isFree(run, place, lines.length));
  if (at === undefined) return false;
  let [start, end] = [at, at + lines.length];
  const isFirst = hunk.inserted[0] === "" && hunk.inserted[1] === lines[0];
  const isLast = hunk.inserted.at(-1) === "" && hunk.inserted.at(-2) === lines.at(-1);
  // The blank line that sets ours apart goes with them.
  if (isFirst && start > 0 && run.contents[start - 1] === "" && isFree(run, start - 1, 1))
    start -= 1;
  if (isLast && run.contents[end] === "" && isFree(run, end, 1)) end += 1;
  take(run, { hunk: part, at: start, count: end - start });
  return true;
}

function isFree({ isTaken, places }: Run, at: number, count: number): boolean {
  if (count === 0) return !places.some((place) => place.at === at && place.count === 0);
  return !isTaken.slice(at, at + count).includes(true);
}

function take(run: Run, place: Place): void {
  run.places.push(place);
  run.isTaken.fill(true, place.at, place.at + place.count);
}

function isSame(a: LockedHunk, b: LockedHunk): boolean {
  return JSON.stringify(a.removed) === JSON.stringify(b.removed);
}

function countUntil<Item>(items: Item[], isSo: (item: Item, index: number) => boolean): number {
  const end = items.findIndex((item, index) => !isSo(item, index));
  return end === -1 ? items.length : end;
}

function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
