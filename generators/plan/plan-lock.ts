import type { EntrypointPatches } from "../patch/patch.js";
import { decodeText, isSameBytes, readTargetFile, toBytes } from "./file-text.js";
import { type Lock, lockFileName, printLock, type Seen } from "./lock-file.js";
import { digestHead, digestInputs } from "./lock-seen.js";
import type { Step } from "./plan.js";
import { envExampleName } from "./plan-env-files.js";
import { recordPatch, recordPrivatePatch } from "./record-patch.js";

/** The lock file after a run whose patches are these steps. */
export function makeLock(
  version: string,
  files: Lock["files"],
  steps: readonly Step[],
  previous: Lock | undefined,
): Lock {
  const patches = Object.assign(Object.create(null), previous?.patches) as Lock["patches"];
  const hidden = Object.assign(Object.create(null), previous?.private) as Lock["patches"];
  for (const step of steps) {
    if (step.kind === "leave" || step.kind === "delete") continue;
    const before = step.kind === "create" ? undefined : step.before;
    // An env file with values in it is one machine's; the lock file is everybody's.
    const isPrivate = /(^|\/)\.env[^/]*$/.test(step.path) && step.path !== envExampleName;
    if (!isPrivate)
      patches[step.path] = recordPatch(before, step.after, previous?.patches[step.path]);
    else if (before !== undefined)
      hidden[step.path] = recordPrivatePatch(before, step.after, previous?.private?.[step.path]);
  }
  const isHidden = Object.keys(hidden).length > 0;
  return { lockVersion: 1, version, files, patches, ...(isHidden ? { private: hidden } : {}) };
}

/** What the run has before it, as the repo will be after these steps. */
export async function collectSeen(
  root: string,
  { version, dir }: { version: string; dir: string },
  steps: readonly Step[],
  entries: Pick<EntrypointPatches, "patches" | "unchanged">,
): Promise<Seen> {
  const textAfter = (file: string): string => {
    const step = steps.find((each) => each.path === file && "after" in each);
    const bytes = step !== undefined && "after" in step ? step.after : readTargetFile(root, file);
    return bytes === undefined ? "" : (decodeText(bytes)?.text ?? "");
  };
  const heads = Object.create(null) as Seen["heads"];
  for (const { path } of [...entries.patches, ...entries.unchanged]) {
    const head = digestHead(textAfter(path), path, dir);
    if (head !== undefined) heads[path] = head;
  }
  const inputs = await digestInputs(root, { version, read: textAfter });
  return { inputs, heads };
}

/** Writes the lock file; nothing where it says what it would say. */
export function planLock(
  lock: Lock,
  written: { bytes: Uint8Array; lock: Lock } | undefined,
): Step | undefined {
  const after = toBytes(printLock(lock));
  const reason = "what was written, for the next run";
  if (written === undefined) return { kind: "create", path: lockFileName, after, reason };
  // What was seen is no reason by itself to write: an edit of the owner's may have changed it.
  const { seen = lock.seen } = written.lock;
  const before = written.bytes;
  const same = toBytes(printLock(seen === undefined ? lock : { ...lock, seen }));
  if (isSameBytes(withoutCarriageReturns(before), same)) return undefined;
  return { kind: "patch", path: lockFileName, before, after, reason };
}

// A checkout with CRLF is no change.
function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== 0x0d);
}
