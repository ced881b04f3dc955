import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import type { Step } from "../plan/plan.js";
import { type ConfinedPath, confinePath, showPath } from "./confine-path.js";
import { describeDiskError } from "./disk-error.js";
import { hashBytes, type JournalEntry } from "./journal.js";

/** A step that was found possible: what the journal says of it, and what is to be written. */
export interface ReadyStep {
  entry: JournalEntry;
  after?: Uint8Array;
  /** The file that is replaced, for its mode and owner. */
  stats?: fs.Stats;
}

/** All steps of a plan that change something, and the directories that they need. */
export interface ReadyPlan {
  steps: ReadyStep[];
  /** Absolute, outermost first. */
  missingDirectories: string[];
}

/**
 * Looks whether every step can be done, and writes nothing: each file is still as it was when the
 * plan was made, lies inside the root and lets itself be written.
 */
export function checkSteps(root: string, steps: Step[]): ReadyPlan {
  const run = randomBytes(4).toString("hex");
  const ready: ReadyStep[] = [];
  const missing = new Set<string>();
  const seen = new Set<string>();
  refuseReadOnly(root, ".");
  for (const step of steps) {
    if (step.kind === "leave") continue;
    const place = confinePath(root, step.path);
    if (seen.has(place.file))
      throw new RefusedError(
        `'${showPath(step.path)}' is the same file as another one of this plan. Remove the link.`,
      );
    seen.add(place.file);
    checkUnchanged(step, place);
    if (step.kind !== "delete" && step.kind !== "create" && isSame(step.before, step.after))
      continue;
    checkWritable(step.path, place);
    for (const directory of place.missingDirectories) missing.add(directory);
    ready.push(makeReady(root, step, place, `${run}-${ready.length}`));
  }
  return { steps: ready, missingDirectories: [...missing] };
}

/** Refuses a step whose file is no longer as it was when the plan was made. */
export function checkUnchanged(step: Step, place: ConfinedPath): void {
  if (step.kind === "leave") return;
  const shown = showPath(step.path);
  if (step.kind === "create") {
    if (place.stats === undefined) return;
    throw new RefusedError(`'${shown}' exists by now. Nothing was changed; run again.`);
  }
  if (place.stats === undefined)
    throw new RefusedError(`'${shown}' is gone by now. Nothing was changed; run again.`);
  if (isSame(readFile(place.file, step.path), step.before)) return;
  throw new RefusedError(
    `'${shown}' was changed after it was read. Nothing was written; run again.`,
  );
}

function makeReady(
  root: string,
  step: Exclude<Step, { kind: "leave" }>,
  place: ConfinedPath,
  id: string,
): ReadyStep {
  const relative = path.relative(root, place.file).split(path.sep).join("/");
  const beside = (suffix: string) =>
    path.posix.join(path.posix.dirname(relative), `.create-logging-${id}.${suffix}`);
  const kind = step.kind === "create" || step.kind === "delete" ? step.kind : "replace";
  const entry: JournalEntry = { kind, path: relative };
  if (step.kind !== "delete") {
    entry.staged = beside("new");
    entry.after = hashBytes(step.after);
  }
  if (step.kind !== "create") {
    entry.backup = beside("old");
    entry.before = hashBytes(step.before);
  }
  const ready: ReadyStep = { entry };
  if (step.kind !== "delete") ready.after = step.after;
  if (place.stats !== undefined) ready.stats = place.stats;
  return ready;
}

function checkWritable(relative: string, place: ConfinedPath): void {
  const directory = path.dirname(place.missingDirectories[0] ?? place.file);
  refuseReadOnly(directory, relative);
  if (place.stats === undefined) return;
  refuseReadOnly(place.file, relative);
  if (place.stats.dev !== fs.statSync(directory).dev)
    throw new RefusedError(
      `Cannot write '${showPath(relative)}': it is a mount point. Run where it can be replaced.`,
    );
  try {
    // Opened for writing, not written: tells of read-only mounts and immutable files, even to root.
    fs.closeSync(fs.openSync(place.file, "r+"));
  } catch (error) {
    throw describeDiskError(error, relative);
  }
}

// Root may write everything; that somebody took every write bit away is respected all the same.
function refuseReadOnly(file: string, relative: string): void {
  try {
    if ((fs.statSync(file).mode & 0o222) === 0) {
      const shown = relative === "." ? file : showPath(relative);
      const where = relative === "." || fs.statSync(file).isFile() ? "it" : "its directory";
      throw new RefusedError(
        `Cannot write '${shown}': ${where} is read-only. Nothing was changed. Make it writable, and run again.`,
      );
    }
    fs.accessSync(file, fs.constants.W_OK);
  } catch (error) {
    throw describeDiskError(error, relative === "." ? file : relative);
  }
}

function readFile(file: string, relative: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw describeDiskError(error, relative);
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
