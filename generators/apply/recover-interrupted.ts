import fs from "node:fs";
import { type Disk, nodeDisk } from "./disk.js";
import { describeDiskError } from "./disk-error.js";
import { findJournal, type Journal, journalFile } from "./journal.js";
import { closeJournal, commitEntries, findChangedBackups, restoreEntries } from "./run-journal.js";

/** What had to be done about an interrupted run. */
export interface Recovery {
  outcome: "nothing" | "rolled back" | "completed";
  /** Files that were changed since by somebody else, and left as they are. */
  kept: string[];
}

/**
 * Completes or takes back what an interrupted run left behind; called at the start of every
 * command. Throws a RefusedError while that run is still alive.
 */
export function recoverInterrupted(root: string, disk: Disk = nodeDisk): Recovery {
  const real = fs.realpathSync(root);
  try {
    return recover(real, disk);
  } catch (error) {
    throw describeDiskError(error, real);
  }
}

/** Takes back a run whose files may have been replaced in part. */
export function undoJournal(root: string, journal: Journal, disk: Disk): void {
  if (fs.existsSync(journalFile(root, "committed")))
    disk.rename(journalFile(root, "committed"), journalFile(root, "undoing"));
  disk.syncDirectory(root);
  restoreEntries(root, journal.entries, disk);
  closeJournal(root, journal, disk, "undoing");
}

function recover(root: string, disk: Disk): Recovery {
  const found = findJournal(root);
  if (found === undefined) return { outcome: "nothing", kept: [] };
  const { state, journal } = found;
  if (journal === undefined) disk.remove(journalFile(root, state));
  else if (state === "staging") closeJournal(root, journal, disk, state);
  else if (state === "undoing") undoJournal(root, journal, disk);
  else return complete(root, journal, disk);
  return { outcome: "rolled back", kept: [] };
}

function complete(root: string, journal: Journal, disk: Disk): Recovery {
  let kept: string[];
  try {
    kept = commitEntries(root, journal, disk);
    const changed = findChangedBackups(root, journal);
    restoreEntries(root, changed, disk);
    kept.push(...changed.map((entry) => entry.path).filter((file) => !kept.includes(file)));
  } catch {
    // What can't be completed (a directory made read-only since) is taken back instead.
    undoJournal(root, journal, disk);
    return { outcome: "rolled back", kept: [] };
  }
  closeJournal(root, journal, disk, "committed");
  return { outcome: "completed", kept };
}
