import path from "node:path";
import { diffIndices } from "node-diff3";
import { formatFiles } from "../../scripts/format-files.js";

/** One file of the logging folder: as a release wrote it, and as a later one writes it. */
export interface Versioned {
  path: string;
  base: string;
  /** Undefined where the later one has no such file. */
  ours: string | undefined;
}

/** What an owner made of a file, and what an upgrade is to make of that; undefined: there is no file. */
export interface Edited {
  theirs: string | undefined;
  expected: string | undefined;
  /** Whether it is to be left in conflict. */
  isConflicted?: boolean;
}

/** An edit of one file; undefined where there is no place for it. */
export type Edit = (file: Versioned, label: string) => Edited | undefined;

interface Hunk {
  /** Lines of the base that changed. */
  start: number;
  length: number;
  /** What they became. */
  oursStart: number;
  oursLength: number;
}

/** A line that is nobody's but the owner's. */
export const mine = "// team: kept as it is — naïve ✓";

/** The edits of the matrix, by what their owner did. */
export const edits: Record<string, Edit> = {
  untouched: ({ base, ours }) => ({ theirs: base, expected: ours }),
  "a checkout with CRLF": ({ base, ours }) => ({
    theirs: withCrlf(base),
    expected: ours === undefined ? undefined : withCrlf(ours),
  }),
  deleted: () => ({ theirs: undefined, expected: undefined }),
  "a line inserted away from the changed ones": (file) => insertAway(file, mine),
  "a line replaced, one line away from the changed ones": (file) => replaceNear(file),
  "a line inserted at the changed ones": (file, label) => insertTouching(file, label),
  "a line replaced inside the changed ones": (file, label) => replaceInside(file, label),
  "CRLF, and a line inserted away from the changed ones": (file) => {
    const edited = insertAway(file, mine);
    if (edited?.theirs === undefined || edited.expected === undefined) return undefined;
    return { theirs: withCrlf(edited.theirs), expected: withCrlf(edited.expected) };
  },
  "a line at the top, none at the end": (file) => {
    const last = linesOf(file.base).length;
    const isFree = listHunks(file).every(({ start, length }) => start > 0 && start + length < last);
    if (!isFree || file.ours === undefined) return keepDropped(file, `${mine}\n${file.base}`);
    const open = (text: string) => `${mine}\n${text}`.replace(/\n$/, "");
    return { theirs: open(file.base), expected: open(file.ours) };
  },
};

/** Files by path as a team's own formatter leaves them, which knows another style. */
export async function formatAsTeam(files: Map<string, string>): Promise<Map<string, string>> {
  const named = new Map([...files].map(([file, text]) => [path.basename(file), text]));
  const formatted = await formatFiles(named, {
    formatter: { indentStyle: "tab", lineWidth: 80 },
    javascript: {
      formatter: {
        quoteStyle: "single",
        semicolons: "asNeeded",
        trailingCommas: "none",
        arrowParentheses: "asNeeded",
      },
    },
  });
  return new Map([...files.keys()].map((file) => [file, formatted.get(path.basename(file)) ?? ""]));
}

/** Where the later release changed a file. */
export function listHunks({ base, ours = "" }: Versioned): Hunk[] {
  return diffIndices(linesOf(base), linesOf(ours)).map(({ buffer1, buffer2 }) => ({
    start: buffer1[0],
    length: buffer1[1],
    oursStart: buffer2[0],
    oursLength: buffer2[1],
  }));
}

/** The lines of a text that ends in a line feed. */
function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

export function withCrlf(text: string): string {
  return text.replaceAll("\n", "\r\n");
}

/** A comment put between two lines that both changed. */
export function insertInside(file: Versioned): string | undefined {
  const hunk = listHunks(file).find(({ length }) => length > 1);
  if (file.ours === undefined || hunk === undefined) return undefined;
  return splice(file.base, hunk.start + 1, 0, [mine]);
}

// A file that is no longer written, but was edited, stays.
function keepDropped({ ours }: Versioned, theirs: string): Edited | undefined {
  return ours === undefined ? { theirs, expected: theirs } : undefined;
}

function insertAway(file: Versioned, line: string): Edited | undefined {
  const { base, ours } = file;
  if (ours === undefined) return keepDropped(file, `${base}${line}\n`);
  const at = findPlace(file, (index, hunks) =>
    hunks.every(({ start, length }) => index <= start - 3 || index >= start + length + 3),
  );
  if (at === undefined) return undefined;
  const insert = (text: string, index: number) => splice(text, index, 0, [line]);
  return { theirs: insert(base, at), expected: insert(ours, toOurs(file, at)) };
}

function replaceNear(file: Versioned): Edited | undefined {
  const { base, ours } = file;
  if (ours === undefined) return keepDropped(file, base.replace(/^/, `${mine}\n`));
  const hunks = listHunks(file);
  const lines = linesOf(base);
  const place = hunks
    .flatMap(({ start, length }) => [start - 2, start + length + 1])
    .find((index) => {
      const line = lines[index] ?? "";
      const isFree = hunks.every(
        ({ start, length }) => index + 1 < start || index > start + length,
      );
      return isFree && line !== "" && lines.filter((other) => other === line).length === 1;
    });
  if (place === undefined) return undefined;
  const replace = (text: string, index: number) => splice(text, index, 1, [mine]);
  return { theirs: replace(base, place), expected: replace(ours, toOurs(file, place)) };
}

function insertTouching(file: Versioned, label: string): Edited | undefined {
  const [hunk] = listHunks(file);
  if (file.ours === undefined || hunk === undefined) return undefined;
  const { start, length } = hunk;
  const lines = linesOf(file.base).slice(start, start + length);
  return conflictIn(file, hunk, [mine, ...lines], label);
}

function replaceInside(file: Versioned, label: string): Edited | undefined {
  const hunk = listHunks(file).findLast(({ length }) => length > 0);
  if (file.ours === undefined || hunk === undefined) return undefined;
  const lines = linesOf(file.base).slice(hunk.start, hunk.start + hunk.length);
  const middle = Math.floor(lines.length / 2);
  return conflictIn(file, hunk, lines.with(middle, mine), label);
}

function conflictIn({ base, ours = "" }: Versioned, hunk: Hunk, lines: string[], label: string) {
  const { start, length, oursStart, oursLength } = hunk;
  const generated = linesOf(ours).slice(oursStart, oursStart + oursLength);
  const conflict = ["<<<<<<< yours", ...lines, "=======", ...generated, `>>>>>>> ${label}`];
  return {
    theirs: splice(base, start, length, lines),
    expected: splice(ours, oursStart, oursLength, conflict),
    isConflicted: true,
  };
}

function findPlace(
  file: Versioned,
  isRight: (index: number, hunks: Hunk[]) => boolean,
): number | undefined {
  const hunks = listHunks(file);
  const indices = linesOf(file.base).flatMap((_line, index) => (index > 0 ? [index] : []));
  const places = indices.filter((index) => isRight(index, hunks));
  return places[Math.floor(places.length / 2)];
}

/** The index in ours of a line of the base that did not change. */
function toOurs(file: Versioned, index: number): number {
  const before = listHunks(file).filter(({ start, length }) => start + length <= index);
  return before.reduce((sum, { length, oursLength }) => sum + oursLength - length, index);
}

function splice(text: string, index: number, count: number, lines: string[]): string {
  return text
    .split("\n")
    .toSpliced(index, count, ...lines)
    .join("\n");
}
