import path from "node:path";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { moveImports } from "../merge/move-imports.js";
import { measureSimilarity } from "../merge/similarity.js";
import { normaliseLineEnds } from "../merge/split-lines.js";
import { layoutOf } from "../patch/spawn/find-child-file.js";
import type { RenderedFile } from "../render/render.js";
import { findOutputOf } from "../target/find-outputs.js";
import { listFiles } from "../target/list-files.js";
import { decodeText, readTargetFile, tryReadTargetFile } from "./file-text.js";
import { type Lock, lockText, readPristine } from "./lock-file.js";

/** The lock file's entries as they fit the files that their owner moved since. */
export interface Followed {
  lock: Lock;
  /** The logging folder, which may have moved as a whole. */
  dir: string;
  /** Files that were found elsewhere now: old path → new path. */
  moved: ReadonlyMap<string, string>;
}

interface Candidate {
  path: string;
  text: string;
}

// Half of its lines: git's own measure of a rename.
const leastSimilarity = 0.5;
const loadedByName = /^(?:setup|setup[-_]child|env[-_]file)\.(?:[cm]?[jt]s|py)$/;

/** Finds files of the logging folder that their owner renamed or moved, by what is in them. */
export function followRenames(root: string, lock: Lock, dir: string): Followed {
  // What is there and can't be read is not missing: whoever needs it says so.
  const missing = Object.keys(lock.files).filter(
    (file) => tryReadTargetFile(root, file, []) === undefined,
  );
  const candidates = missing.length === 0 ? [] : listCandidates(root, lock, missing);
  if (candidates.length === 0) return { lock, dir, moved: new Map() };
  const moved = matchFiles(lock, missing, candidates);
  const files = Object.create(null) as Lock["files"];
  const newDir = findFolder(lock, moved) ?? dir;
  for (const [file, locked] of Object.entries(lock.files)) {
    const now = moved.get(file) ?? file;
    const name = locked.as ?? path.posix.basename(file);
    refuseRenamed(file, now, name);
    const text = chooseBase(root, now, readPristine(locked), file, moved);
    const { as: _as, ...plain } = lockText(text, locked);
    const isUsual = now === `${newDir}/${name}`;
    files[now] = isUsual ? plain : { ...plain, as: name };
  }
  return { lock: { ...lock, files }, dir: newDir, moved };
}

/** What is rendered, under the names and with the imports that its owner gave it. */
export function applyRenames(
  rendered: readonly RenderedFile[],
  lock: Lock | undefined,
  dir: string,
): RenderedFile[] {
  const moves = new Map<string, string>();
  for (const [file, { as }] of Object.entries(lock?.files ?? {}))
    if (as !== undefined) moves.set(`${dir}/${as}`, file);
  return rendered.map(({ path, text }) => ({
    path: moves.get(path) ?? path,
    text: moveImports(text, path, moves),
  }));
}

// Whoever renames a file mends the imports of it, mostly: that is no edit then. Where they did not,
// the merge does it.
function chooseBase(
  root: string,
  now: string,
  pristine: string,
  file: string,
  moved: ReadonlyMap<string, string>,
): string {
  const mended = moveImports(pristine, file, moved);
  const bytes = mended === pristine ? undefined : readTargetFile(root, now);
  const text = normaliseLineEnds((bytes && decodeText(bytes)?.text) ?? "");
  return measureSimilarity(text, mended) >= measureSimilarity(text, pristine) ? mended : pristine;
}

function listCandidates(root: string, lock: Lock, missing: string[]): Candidate[] {
  const endings = new Set(missing.map((file) => path.posix.extname(file)));
  const { outputs } = layoutOf(root);
  const isOutput = (folder: string) => findOutputOf(folder, outputs).length > 0;
  return listFiles(root, isOutput)
    .files.filter(
      (file) => endings.has(path.posix.extname(file)) && !Object.hasOwn(lock.files, file),
    )
    .flatMap((file) => {
      const bytes = tryReadTargetFile(root, file, []) ?? undefined;
      const text = bytes === undefined ? undefined : decodeText(bytes)?.text;
      return text === undefined ? [] : [{ path: file, text: normaliseLineEnds(text) }];
    });
}

// The best pair first, so that a file which was copied as well stands for one alone.
function matchFiles(lock: Lock, missing: string[], candidates: Candidate[]): Map<string, string> {
  const pairs = missing.flatMap((file) => {
    const text = readPristine(lock.files[file] as Lock["files"][string]);
    const isNamesake = (other: string) => path.posix.basename(other) === path.posix.basename(file);
    return candidates
      .filter((each) => path.posix.extname(each.path) === path.posix.extname(file))
      .map((each) => ({
        file,
        now: each.path,
        score: measureSimilarity(text, each.text) + (isNamesake(each.path) ? 0.01 : 0),
      }))
      .filter(({ score }) => score >= leastSimilarity);
  });
  const moved = new Map<string, string>();
  const taken = new Set<string>();
  for (const { file, now } of pairs.sort((a, b) => b.score - a.score)) {
    if (moved.has(file) || taken.has(now)) continue;
    moved.set(file, now);
    taken.add(now);
  }
  return moved;
}

// Where most of its files went, the folder went.
function findFolder(lock: Lock, moved: ReadonlyMap<string, string>): string | undefined {
  const folders = [...moved.values()].map((file) => path.posix.dirname(file));
  const count = (folder: string) => folders.filter((each) => each === folder).length;
  return folders.find((folder) => count(folder) > Object.keys(lock.files).length / 2);
}

// An import of it stands in files that aren't ours.
function refuseRenamed(file: string, now: string, name: string): void {
  if (!loadedByName.test(name) || path.posix.basename(now) === name) return;
  throw new RefusedError(
    `'${showPath(file)}' is called '${showPath(now)}' now, and entrypoints load it by its name. Call it '${name}' again, and run again.`,
  );
}
