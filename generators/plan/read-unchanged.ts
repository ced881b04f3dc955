import path from "node:path";
import { hashBytes } from "../apply/journal.js";
import { configFileName } from "../file-names.js";
import { normaliseLineEnds } from "../merge/split-lines.js";
import { readTextFile } from "../target/read-text-file.js";
import { type FileState, sortStates } from "./file-states.js";
import { decodeText, readTargetFile, toBytes } from "./file-text.js";
import type { Lock } from "./lock-file.js";
import { digestHead, digestInputs } from "./lock-seen.js";
import { editedByOwner, stillConflicted } from "./plan.js";

/**
 * The states of a service's files where nothing that decides them has changed since the last run; undefined where only
 * a plan can tell. It loads no parser: a check of many services costs as much as reading their files.
 */
export async function readUnchanged(
  root: string,
  version: string,
  lock: Lock,
): Promise<FileState[] | undefined> {
  if (lock.version !== version || lock.seen === undefined) return undefined;
  const read = (file: string) => readTextFile(path.join(root, file));
  if (read(configFileName) === undefined) return undefined;
  const inputs = await digestInputs(root, { version, read: (file) => read(file) ?? "" });
  if (inputs !== lock.seen.inputs) return undefined;
  const heads = Object.entries(lock.seen.heads);
  const [settings = ""] = Object.keys(lock.files).filter((file) => /\/settings\.\w+$/.test(file));
  const dir = path.posix.dirname(settings);
  for (const [file, head] of heads)
    if (digestHead(read(file) ?? "", file, dir) !== head) return undefined;
  const states = heads.map(([path]): FileState => {
    const isOpen = isConflicted(read(path) ?? "");
    if (!isOpen) return { path, state: "current", isEdited: false };
    return { path, state: "conflicted", isEdited: true, reason: stillConflicted };
  });
  for (const [path, { sha256 }] of Object.entries(lock.files)) {
    const bytes = readTargetFile(root, path);
    const file = bytes && decodeText(bytes);
    // Deleted, renamed or in need of a person: the plan tells these apart.
    if (file === undefined || isConflicted(file.text)) return undefined;
    const isSame = hashBytes(toBytes(normaliseLineEnds(file.text))) === sha256;
    states.push(
      isSame && file.encoding === "utf8"
        ? { path, state: "current", isEdited: false }
        : { path, state: "drifted", isEdited: true, reason: editedByOwner },
    );
  }
  return heads.length === 0 ? undefined : sortStates(states);
}

// As `merge/merge-text.ts` says it; that one brings the merge with it.
function isConflicted(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}
