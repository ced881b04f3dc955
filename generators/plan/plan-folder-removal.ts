import fs from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { normaliseLineEnds } from "../merge/split-lines.js";
import { decodeText, readTargetFile } from "./file-text.js";
import { type Lock, lockFileName, readPristine } from "./lock-file.js";
import type { Step } from "./plan.js";

/** What stands as the reason where a file stays because of its owner's edits. */
export const editedByOwner = "was edited by its owner";

/** Deletes the files of the logging folder that are as they were written; others stay, unless `force`. */
export function planFolderRemoval(
  root: string,
  lock: Lock,
  { force }: { force: boolean },
): { steps: Step[] } {
  const steps: Step[] = [];
  const seen = new Set<string>();
  const folder = findFolder(lock);
  for (const [file, locked] of Object.entries(lock.files)) {
    // One that was edited by hand may name a file twice, or one that is no part of the folder.
    if (file === lockFileName || isPatched(lock, file)) continue;
    const isForced = force && folder !== undefined && file.startsWith(`${folder}/`);
    const found = look(root, file);
    if (found === undefined) continue;
    if ("fault" in found) {
      steps.push({ kind: "leave", path: file, reason: found.fault });
      continue;
    }
    // Two spellings of one name, where the file system makes no difference between them.
    if (seen.has(found.id)) continue;
    seen.add(found.id);
    const isPristine = isSameText(found.bytes, readPristine(locked));
    if (isPristine || isForced)
      steps.push({
        kind: "delete",
        path: file,
        before: found.bytes,
        reason: isPristine ? "part of the logging set-up" : `${editedByOwner} (--force)`,
      });
    else steps.push({ kind: "leave", path: file, reason: editedByOwner });
  }
  return { steps: [...steps, ...planByteCodeRemoval(root, steps)] };
}

/** What Python keeps beside the modules that go, for each version that has run them, and beside those gone before. */
function planByteCodeRemoval(root: string, steps: readonly Step[]): Step[] {
  const gone = steps.filter(({ kind }) => kind === "delete").map((step) => step.path);
  const modules = gone.filter((file) => file.endsWith(".py"));
  const dirs = new Set(modules.map((file) => path.posix.dirname(file)));
  return [...dirs].flatMap((dir) => {
    const folder = `${dir}/__pycache__`;
    return listNames(path.join(root, folder)).flatMap((file): Step[] => {
      const source = `${dir}/${file.split(".")[0]}.py`;
      const stays = !gone.includes(source) && fs.existsSync(path.join(root, source));
      if (stays || !file.endsWith(".pyc")) return [];
      const found = look(root, `${folder}/${file}`);
      if (found === undefined || "fault" in found) return [];
      return [{ kind: "delete", path: `${folder}/${file}`, before: found.bytes, reason: byteCode }];
    });
  });
}

const byteCode = "byte code of the logging set-up";

function listNames(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function findFolder({ files }: Lock): string | undefined {
  const settings = Object.keys(files).find((file) => /\/settings\.(?:[cm]?[jt]s|py)$/.test(file));
  return settings === undefined ? undefined : path.posix.dirname(settings);
}

function isPatched(lock: Lock, file: string): boolean {
  return lock.patches[file] !== undefined || lock.private?.[file] !== undefined;
}

type Found = { bytes: Uint8Array; id: string } | { fault: string };

// A directory or a link in the place of a file is somebody's doing: it stays.
function look(root: string, file: string): Found | undefined {
  try {
    const stats = fs.lstatSync(path.join(root, file), { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) return { fault: "is a symlink by now" };
    if (stats.isDirectory()) return { fault: "is a directory by now" };
    const bytes = readTargetFile(root, file);
    return bytes === undefined ? undefined : { bytes, id: `${stats.dev}:${stats.ino}` };
  } catch (error) {
    if (error instanceof RefusedError) return { fault: `was left alone: ${error.message}` };
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

// A checkout may have changed the line endings; that is nobody's edit.
function isSameText(bytes: Uint8Array, text: string): boolean {
  const found = decodeText(bytes);
  return found?.encoding === "utf8" && normaliseLineEnds(found.text) === normaliseLineEnds(text);
}
