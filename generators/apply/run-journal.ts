import fs from "node:fs";
import path from "node:path";
import type { Disk } from "./disk.js";
import { hashFile, type Journal, type JournalEntry, journalFile } from "./journal.js";

/**
 * Gives every staged file its place. Files that are neither as before nor as after belong to
 * somebody else by now: they are kept, and returned.
 */
export function commitEntries(
  root: string,
  journal: Journal,
  disk: Disk,
  onEntry: (entry: JournalEntry) => void = () => {},
): string[] {
  const kept: string[] = [];
  for (const entry of journal.entries) {
    if (!commitEntry(root, entry, disk)) kept.push(entry.path);
    onEntry(entry);
  }
  syncDirectories(root, journal, disk);
  return kept;
}

/**
 * Replaced files that somebody wrote to between the last look at them and their replacement: an
 * editor that had one open wrote to the old file, whose only name is the backup's by now.
 */
export function findChangedBackups(root: string, journal: Journal): JournalEntry[] {
  return journal.entries.filter(({ backup, before }) => {
    const now = backup === undefined ? before : hashFile(path.join(root, backup));
    return now !== undefined && now !== before;
  });
}

/** Puts the old files back where the new ones are. */
export function restoreEntries(root: string, entries: JournalEntry[], disk: Disk): void {
  for (const entry of [...entries].reverse()) {
    const file = path.join(root, entry.path);
    const now = hashFile(file);
    if (entry.kind === "create") {
      if (now !== undefined && now === entry.after && !isForeign(root, entry)) disk.remove(file);
    } else if (entry.backup !== undefined && exists(path.join(root, entry.backup))) {
      const isReplaced = entry.kind === "delete" ? !exists(file) : now === entry.after;
      if (isReplaced) disk.rename(path.join(root, entry.backup), file);
    }
  }
}

/** Removes everything that the run put beside the files, and the journal last of all. */
export function closeJournal(
  root: string,
  journal: Journal,
  disk: Disk,
  state: "staging" | "committed" | "undoing",
): void {
  for (const { staged, backup } of journal.entries)
    for (const name of [staged, backup])
      if (name !== undefined && exists(path.join(root, name))) disk.remove(path.join(root, name));
  if (state === "committed") {
    for (const entry of journal.entries)
      if (entry.kind === "delete") removeEmptyParents(root, entry.path, disk);
  } else {
    for (const directory of [...journal.directories].reverse())
      removeIfEmpty(path.join(root, directory), disk);
  }
  syncDirectories(root, journal, disk);
  disk.remove(journalFile(root, state));
  disk.syncDirectory(root);
}

/** Makes the names in every directory of the run durable. */
export function syncDirectories(root: string, journal: Journal, disk: Disk): void {
  const directories = new Set([root]);
  for (const entry of journal.entries) directories.add(path.dirname(path.join(root, entry.path)));
  for (const made of journal.directories) directories.add(path.dirname(path.join(root, made)));
  for (const directory of directories) if (exists(directory)) disk.syncDirectory(directory);
}

// While the staged name is still there, the file is ours only if it is that very file.
function isForeign(root: string, entry: JournalEntry): boolean {
  const staged = path.join(root, entry.staged ?? "");
  if (entry.staged === undefined || !exists(staged)) return false;
  return fs.statSync(staged).ino !== fs.statSync(path.join(root, entry.path)).ino;
}

function commitEntry(root: string, entry: JournalEntry, disk: Disk): boolean {
  const file = path.join(root, entry.path);
  const now = hashFile(file);
  if (entry.kind === "delete") {
    if (now === entry.before) disk.remove(file);
    return now === entry.before || !exists(file);
  }
  if (now !== undefined && now === entry.after) return true;
  const staged = path.join(root, entry.staged ?? "");
  if (now !== entry.before || (now === undefined && exists(file))) return false;
  if (entry.staged === undefined || hashFile(staged) !== entry.after) return false;
  if (entry.kind === "create") disk.publish(staged, file);
  else disk.rename(staged, file);
  return true;
}

function removeEmptyParents(root: string, relative: string, disk: Disk): void {
  for (let at = path.posix.dirname(relative); at !== "."; at = path.posix.dirname(at))
    if (!removeIfEmpty(path.join(root, at), disk)) return;
}

function removeIfEmpty(directory: string, disk: Disk): boolean {
  try {
    if (fs.readdirSync(directory).length > 0) return false;
    disk.removeDirectory(directory);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT") return true;
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR", "EBUSY"].includes(code)) return false;
    throw error;
  }
}

function exists(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
