import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { lockFileName } from "../file-names.js";
import { readTargetFile } from "./file-text.js";
import { followRenames } from "./follow-renames.js";
import { isNewer } from "./is-newer.js";
import { type Lock, readLock } from "./lock-file.js";
import { quoteShell } from "./quote-shell.js";

/** The lock file of a target, as it fits what its owner did since. */
export interface OpenLock {
  lock: Lock | undefined;
  /** The answers, with the place that the logging folder has by now. */
  answers: Answers;
  /** Files that their owner moved: old path → new path. */
  moved: ReadonlyMap<string, string>;
  /** The file as it is; undefined where there is none. */
  written: { bytes: Uint8Array; lock: Lock } | undefined;
}

/** Reads the lock file and follows moved files. Throws a RefusedError where it can't be worked with. */
export function openLock(root: string, answers: Answers, version: string): OpenLock {
  const bytes = readTargetFile(root, lockFileName);
  if (bytes === undefined)
    return { lock: undefined, answers, moved: new Map(), written: undefined };
  const found = readLock(bytes);
  refuseDowngrade(found, version);
  const dir = findSettingsFolder(found) ?? answers.dir;
  const followed = followRenames(root, found, dir);
  // A folder that moved with its files is where the answers are to say it is.
  const isMoved = followed.dir !== dir && answers.dir === dir;
  const fitting = isMoved ? { ...answers, dir: followed.dir } : answers;
  refuseMove(followed.dir, fitting.dir);
  return { ...followed, answers: fitting, written: { bytes, lock: found } };
}

function refuseDowngrade(lock: Lock, version: string): void {
  if (!isNewer(lock.version, version)) return;
  throw new RefusedError(
    `'${lockFileName}' was written by create-logging ${lock.version}, and this is ${version}: going back would undo what the newer one wrote. Run that one: npx create-logging@${lock.version}.`,
  );
}

/** The logging folder: where the settings lie. */
export function findSettingsFolder(lock: Lock): string | undefined {
  const [settings] =
    Object.entries(lock.files).find(([file, { as = path.posix.basename(file) }]) =>
      /^settings\.(?:[cm]?[jt]s|py)$/.test(as),
    ) ?? [];
  return settings && path.posix.dirname(settings);
}

// Any file may import the logger from where it is.
function refuseMove(previous: string, dir: string): void {
  if (previous === dir) return;
  throw new RefusedError(
    `The logging folder is '${showPath(previous)}', and what imports it there would break if it were '${showPath(dir)}'. Pass --dir ${quoteShell(previous)}, and put that into 'create-logging.json'.`,
  );
}
