import { isSameText, readTargetFile } from "./file-text.js";
import { findImporter, type ReadAfter, readImports } from "./find-importer.js";
import { type Lock, type LockedFile, readPristine } from "./lock-file.js";
import type { GeneratedFiles } from "./plan-generated-files.js";

/** A file that is no longer written, and still there. */
interface Abandoned {
  path: string;
  locked: LockedFile;
  found: Uint8Array;
  /** Why it stays. */
  reason: string | undefined;
}

/**
 * Files of the last run that are no longer written go, but for those that their owner edited, and those that anything
 * left imports: a service must start afterwards.
 */
export function planAbandoned(
  root: string,
  lock: Lock | undefined,
  planned: GeneratedFiles,
  readAfter: ReadAfter,
): void {
  const abandoned = listAbandoned(root, lock, planned);
  if (abandoned.length === 0) return;
  keepImported(root, lock, abandoned, planned, readAfter);
  for (const { path, locked, found, reason } of abandoned) {
    if (reason === undefined) {
      const reason = "no longer part of the logging set-up";
      planned.steps.push({ kind: "delete", path, before: found, reason });
      continue;
    }
    // It stays known: whoever takes everything out again is told of it.
    planned.files[path] = locked;
    planned.steps.push({ kind: "leave", path, reason });
  }
}

function listAbandoned(root: string, lock: Lock | undefined, planned: GeneratedFiles): Abandoned[] {
  return Object.entries(lock?.files ?? {}).flatMap(([path, locked]) => {
    if (path in planned.files) return [];
    const found = readTargetFile(root, path);
    if (found === undefined) return [];
    const isEdited = !isSameText(found, readPristine(locked));
    const reason = isEdited ? "no longer needed, but was edited by its owner" : undefined;
    return [{ path, locked, found, reason }];
  });
}

// What stays may import another one that then stays too.
function keepImported(
  root: string,
  lock: Lock | undefined,
  abandoned: Abandoned[],
  { files, steps }: GeneratedFiles,
  readAfter: ReadAfter,
): void {
  const after = new Map(
    steps.flatMap((step) => ("after" in step ? [[step.path, step.after]] : [])),
  );
  const read: ReadAfter = (file) => {
    const bytes = after.get(file);
    return bytes === undefined ? readAfter(file) : Buffer.from(bytes).toString("utf8");
  };
  const imports = readImports(
    root,
    [...Object.keys(files), ...Object.keys(lock?.patches ?? {})],
    read,
  );
  const goes = (file: string) =>
    abandoned.some(({ path, reason }) => path === file && reason === undefined);
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const file of abandoned) {
      if (file.reason !== undefined) continue;
      const importer = findImporter(imports, file.path, (other) => !goes(other));
      if (importer === undefined) continue;
      file.reason = `no longer needed, but '${importer}' imports it: take its line out, and run again`;
      isSettled = false;
    }
  }
}
