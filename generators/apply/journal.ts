import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { findPathFault } from "./confine-path.js";
import type { Disk } from "./disk.js";

/** One file of a run. All paths are POSIX, relative to the root, symlinks resolved. */
export interface JournalEntry {
  kind: "create" | "replace" | "delete";
  path: string;
  /** The new bytes, beside their destination. */
  staged?: string;
  /** A second name of the old bytes, so that a run that fails half way can be undone. */
  backup?: string;
  /** SHA-256 of the bytes before and after. */
  before?: string;
  after?: string;
}

/** What a run is about to do: all that another process needs to complete or undo it. */
export interface Journal {
  journalVersion: 1;
  owner: { pid: number; started: string; host: string };
  /** Directories that the run makes, outermost first. */
  directories: string[];
  entries: JournalEntry[];
}

/** `staging`: no destination was touched. `committed`: complete it. `undoing`: take it back. */
export type JournalState = "staging" | "committed" | "undoing";

const states: JournalState[] = ["undoing", "committed", "staging"];
const foreignHostGraceMs = 60_000;
const longestRunMs = 10 * 60_000;
const temporaryName = /^\.create-logging-[0-9a-f]{8}-\d+\.(new|old)$/;

/**
 * The state is in the file's name: going from one to the next is a single rename, which is atomic
 * and needs no space on a full disk.
 */
export function journalFile(root: string, state: JournalState): string {
  return path.join(root, `.create-logging-journal.${state}`);
}

/** Starts a run; refused while another one is under way. */
export async function openJournal(root: string, journal: Journal, disk: Disk): Promise<void> {
  const file = journalFile(root, "staging");
  try {
    disk.writeNew(file, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`));
    await disk.syncFiles([file]);
    disk.syncDirectory(root);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw refuseSecondRun(root);
    fs.rmSync(file, { force: true });
    throw error;
  }
}

/** Who is writing, for the journal. */
export function describeOwner(): Journal["owner"] {
  return { pid: process.pid, started: startOf(process.pid) ?? "", host: os.hostname() };
}

/** The journal that a run left behind; a journal without text is from before anything was staged. */
export function findJournal(root: string): { state: JournalState; journal?: Journal } | undefined {
  for (const state of states) {
    const file = journalFile(root, state);
    let stats: fs.Stats;
    let text: string;
    try {
      stats = fs.lstatSync(file);
      if (!stats.isFile()) continue;
      text = fs.readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
      throw error;
    }
    const journal = parseJournal(root, text);
    if (journal !== undefined) {
      if (isLive(journal.owner, Date.now() - stats.mtimeMs)) throw refuseSecondRun(root);
      return { state, journal };
    }
    if (state === "staging") return { state };
    throw new RefusedError(
      `'${path.basename(file)}' is left from an interrupted run and can't be read. ` +
        "Compare the repo with version control, delete that file, and run again.",
    );
  }
  return undefined;
}

/** SHA-256 in hex. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-256 of a file, or undefined when there is no regular file. */
export function hashFile(file: string): string | undefined {
  try {
    return fs.lstatSync(file).isFile() ? hashBytes(fs.readFileSync(file)) : undefined;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

// A journal is a file in somebody's repo: it may have come with a clone. Nothing outside the root,
// and no temporary file but those beside their destination, is ever touched on its word.
function parseJournal(root: string, text: string): Journal | undefined {
  let journal: Journal;
  try {
    journal = JSON.parse(text) as Journal;
  } catch {
    return undefined;
  }
  try {
    const isPlain = (relative: string) =>
      findPathFault(relative) === undefined && !isBehindLink(root, relative);
    const isSound =
      journal.journalVersion === 1 &&
      typeof journal.owner.host === "string" &&
      Number.isInteger(journal.owner.pid) &&
      journal.directories.every(isPlain) &&
      journal.entries.every(
        (entry) =>
          ["create", "replace", "delete"].includes(entry.kind) &&
          isPlain(entry.path) &&
          [entry.staged, entry.backup].every((name) => isBeside(entry.path, name)),
      );
    return isSound ? journal : undefined;
  } catch {
    return undefined;
  }
}

// The paths were written with symlinks resolved: a link among their parents was put there since.
function isBehindLink(root: string, relative: string): boolean {
  for (let at = path.posix.dirname(relative); at !== "."; at = path.posix.dirname(at)) {
    const stats = fs.lstatSync(path.join(root, at), { throwIfNoEntry: false });
    if (stats?.isSymbolicLink() === true) return true;
  }
  return false;
}

function isBeside(destination: string, name: string | undefined): boolean {
  if (name === undefined) return true;
  const posix = path.posix;
  return (
    posix.dirname(name) === posix.dirname(destination) && temporaryName.test(posix.basename(name))
  );
}

function isLive(owner: Journal["owner"], ageMs: number): boolean {
  if (owner.host !== os.hostname()) return ageMs < foreignHostGraceMs;
  if (ageMs > longestRunMs) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const started = startOf(owner.pid);
  return started === undefined || owner.started === "" || started === owner.started;
}

/** When a process started, so that a recycled pid is told apart; known on Linux alone. */
function startOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may hold anything: fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "ended" : fields[19];
  } catch {
    return undefined;
  }
}

function refuseSecondRun(root: string): RefusedError {
  return new RefusedError(
    `'${root}' is being written by another create-logging. Wait until it has ended, and run again.`,
  );
}
