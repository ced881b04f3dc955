import fs from "node:fs";
import path from "node:path";
import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { hasConflictMarkers } from "../merge/merge-text.js";
import type { Note } from "../target/target.js";
import { isSameBytes, tryReadTargetFile } from "./file-text.js";
import { findLeftover } from "./find-leftover.js";
import { type Lock, type LockedPatch, lockFileName } from "./lock-file.js";
import type { Step } from "./plan.js";
import { configFileName } from "./plan-config.js";
import { editedByOwner } from "./plan-folder-removal.js";
import { keepsList, takeBackDependency } from "./python/take-back-dependency.js";
import { readAnyText } from "./read-patched.js";
import { asHash, type TakenBack, takeBack } from "./take-back.js";
import { takeBackPackageJson } from "./take-back-package-json.js";

/** What happens to the files outside the logging folder. */
export interface TakeBackPlan {
  steps: Step[];
  notes: Note[];
}

interface Run extends TakeBackPlan {
  root: string;
  lock: Lock;
  force: boolean;
}

const packageFile = "package.json";
const plopfile = /^plopfile\.[cm]?[jt]s$/;

/** Takes our lines out of files that were patched, and deletes those that we made and nobody added to. */
export async function planTakeBack(
  root: string,
  lock: Lock,
  { force }: { force: boolean },
): Promise<TakeBackPlan> {
  const run: Run = { root, lock, force, steps: [], notes: [] };
  const { [configFileName]: config, ...patches } = lock.patches;
  for (const [file, patch] of Object.entries(patches)) {
    // The lock file itself goes last; one that was edited by hand may name anything.
    if (file === lockFileName || file === packageFile) continue;
    await planFile(run, file, patch, (bytes) =>
      keepsList(file) ? takeBackDependency(file, bytes, patch) : takeBack(bytes, patch),
    );
  }
  for (const [file, patch] of Object.entries(lock.private ?? {}))
    if (file !== lockFileName && lock.patches[file] === undefined)
      await planFile(run, file, patch, (bytes) => takeBack(bytes, patch, asHash));
  const patch = patches[packageFile];
  const keep = keepsPlopfile(run) ? ["plop"] : [];
  if (patch !== undefined)
    await planFile(run, packageFile, patch, (bytes) => takeBackPackageJson(bytes, patch, keep));
  // One that an older version wrote is not in the lock file: nobody knows whether it was edited.
  const made = config ?? { created: true, hunks: [] };
  await planFile(run, configFileName, made, (bytes) => takeBack(bytes, made));
  return { steps: run.steps, notes: run.notes };
}

async function planFile(
  run: Run,
  file: string,
  patch: LockedPatch,
  undo: (bytes: Uint8Array) => TakenBack | Promise<TakenBack>,
): Promise<void> {
  const before = tryReadTargetFile(run.root, file, run.notes);
  if (before === undefined || before === null) return;
  if (hasConflictMarkers(readAnyText(before)))
    throw new RefusedError(
      `'${showPath(file)}' has merge conflicts in it. Resolve them, and run again.`,
    );
  const { bytes: after, taken, missing } = await undo(before);
  const isOwn = file === configFileName && run.force;
  const isEmpty = readAnyText(after).trim() === "";
  if (patch.created && (isEmpty || isOwn)) {
    const reason = isEmpty ? "was made by create-logging" : `${editedByOwner} (--force)`;
    run.steps.push({ kind: "delete", path: file, before, reason });
    return;
  }
  if (!isSameBytes(before, after)) {
    const reason = "loses what create-logging put in";
    run.steps.push({ kind: "patch", path: file, before, after, reason });
  } else if (patch.created) run.steps.push({ kind: "leave", path: file, reason: editedByOwner });
  // Its settings are its owner's, whoever wrote them first.
  const left = file === configFileName ? [] : missing;
  for (const { line, name } of findLeftover(file, readAnyText(after), left, run.lock))
    run.notes.push({
      file,
      line,
      text: `'${name}' was changed there after it was written: left as it is.`,
    });
  if (file === ".gitignore") noteLogs(run, taken);
}

// Somebody wrote generators of their own into the plopfile that we had made.
function keepsPlopfile({ root, lock, steps }: Run): boolean {
  return Object.entries(lock.patches).some(
    ([file, { created }]) =>
      created &&
      plopfile.test(file) &&
      fs.existsSync(path.join(root, file)) &&
      !steps.some((step) => step.kind === "delete" && step.path === file),
  );
}

function noteLogs({ root, notes }: Run, taken: TakenBack["taken"]): void {
  for (const line of taken.flatMap(({ inserted }) => inserted)) {
    const folder = /^\/(.+)\/(?:\*\.log)?$/.exec(line)?.[1];
    if (folder === undefined || !fs.existsSync(path.join(root, folder))) continue;
    notes.push({ file: folder, text: "holds log files, which stay; git ignores them no longer." });
  }
}
