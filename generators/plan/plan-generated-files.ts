import { showPath } from "../apply/confine-path.js";
import { RefusedError } from "../errors.js";
import { withLineEndsOf } from "../merge/split-lines.js";
import type { RenderedFile } from "../render/render.js";
import {
  asPartOf,
  decodeText,
  encodeText,
  isSameBytes,
  isSameText,
  readTargetFile,
  toBytes,
} from "./file-text.js";
import type { ReadAfter } from "./find-importer.js";
import { type Lock, type LockedFile, lockText, readPristine } from "./lock-file.js";
import { deletedByOwner, editedByOwner, type Step, stillConflicted } from "./plan.js";
import { planAbandoned } from "./plan-abandoned.js";

/** What happens to the logging folder, and what the lock file is to hold of it. */
export interface GeneratedFiles {
  steps: Step[];
  files: Record<string, LockedFile>;
  conflicts: string[];
}

interface Run {
  root: string;
  force: boolean;
  /** Files that their owner deleted are written again. */
  brings: boolean;
  version: string;
  /** Somebody removed the whole folder: it is written anew. */
  isRemoved: boolean;
  planned: GeneratedFiles;
}

/**
 * Compares what is written today with what is on disk and what was written last time. Files that
 * people edited are merged or left; files that aren't ours are refused, unless `force`.
 */
export async function planGeneratedFiles(
  root: string,
  rendered: RenderedFile[],
  lock: Lock | undefined,
  options: { force: boolean; brings?: boolean; version: string; readAfter: ReadAfter },
): Promise<GeneratedFiles> {
  const planned: GeneratedFiles = { steps: [], files: Object.create(null), conflicts: [] };
  const locked = Object.keys(lock?.files ?? {});
  const isRemoved = locked.every((path) => readTargetFile(root, path) === undefined);
  const run: Run = { root, brings: options.force, ...options, isRemoved, planned };
  for (const file of rendered) await planFile(run, file, lock?.files[file.path]);
  planAbandoned(root, lock, planned, options.readAfter);
  return planned;
}

async function planFile(run: Run, { path, text }: RenderedFile, locked?: LockedFile) {
  const { planned } = run;
  const found = readTargetFile(run.root, path);
  const after = toBytes(text);
  planned.files[path] = lockText(text, locked);
  if (found === undefined) {
    if (locked === undefined || run.isRemoved || run.brings)
      planned.steps.push({ kind: "create", path, after, reason: "part of the logging set-up" });
    else {
      planned.files[path] = locked;
      planned.steps.push({ kind: "leave", path, reason: deletedByOwner });
    }
    return;
  }
  if (isSameText(found, text)) return;
  if (locked !== undefined) return planKnown(run, path, text, found, locked);
  if (!run.force)
    throw new RefusedError(
      `'${showPath(path)}' exists and was not written by create-logging. Move it, or pass --dir <folder>.`,
    );
  planned.steps.push({
    kind: "patch",
    path,
    before: found,
    after,
    reason: "overwritten (--force)",
  });
}

async function planKnown(
  run: Run,
  path: string,
  text: string,
  found: Uint8Array,
  locked: LockedFile,
) {
  const { steps, conflicts } = run.planned;
  const base = readPristine(locked);
  const file = decodeText(found) ?? {
    text: Buffer.from(found).toString("latin1"),
    encoding: "latin1" as const,
  };
  if (isSameText(found, base)) {
    const after = toBytes(withLineEndsOf(text, file.text));
    steps.push({ kind: "patch", path, before: found, after, reason: "brought up to date" });
    return;
  }
  const [{ hasConflictMarkers }, { mergeFile }] = await Promise.all([
    import("../merge/merge-text.js"),
    import("../merge/merge-file.js"),
  ]);
  const isConflicted = hasConflictMarkers(file.text);
  if (isConflicted) conflicts.push(path);
  if (text === base) {
    const reason = isConflicted ? stillConflicted : editedByOwner;
    steps.push({ kind: "leave", path, reason });
    return;
  }
  const merged = await mergeFile(path, {
    base: asPartOf(file, base),
    theirs: file.text,
    ours: asPartOf(file, text),
    labels: { theirs: "yours", ours: `create-logging ${run.version}` },
  });
  const after = encodeText({ ...file, text: merged.text });
  if (isSameBytes(after, found)) {
    steps.push({ kind: "leave", path, reason: editedByOwner });
    return;
  }
  if (merged.conflicts > 0 && !isConflicted) conflicts.push(path);
  const reason = merged.conflicts > 0 ? "edited by its owner: conflicts" : "edited by its owner";
  steps.push({ kind: "merge", path, before: found, after, reason });
}
