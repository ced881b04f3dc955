import fs from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CreateLoggingError, exitCodes, InterruptedError, RefusedError } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import { confinePath, showPath } from "./confine-path.js";
import { type Disk, nodeDisk } from "./disk.js";
import { describeDiskError } from "./disk-error.js";
import { describeOwner, type Journal, journalFile, openJournal } from "./journal.js";
import { checkSteps, checkUnchanged, type ReadyPlan, type ReadyStep } from "./preflight.js";
import { recoverInterrupted, undoJournal } from "./recover-interrupted.js";
import { closeJournal, commitEntries, findChangedBackups, syncDirectories } from "./run-journal.js";

export interface ApplyOptions {
  /** Told after each file that has its place. */
  onStep?(done: number, total: number, path: string): void;
  /** For tests. */
  disk?: Disk;
}

/**
 * Does what a plan says, all of it or nothing. Every file is staged beside its destination and
 * synced; then a journal says "committed", and the files are renamed. Killed before that moment,
 * the next run removes what was staged; killed after it, the next run completes the renames.
 * Throws a RefusedError when the repo can't be written or has changed since the plan was made.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions = {}): Promise<void> {
  const disk = options.disk ?? nodeDisk;
  const root = fs.realpathSync(plan.root);
  recoverInterrupted(root, disk);
  const ready = checkSteps(root, plan.steps);
  if (ready.steps.length === 0) return;
  const interrupt = watchInterrupt();
  try {
    const journal = makeJournal(root, ready);
    await stage(root, plan, ready, journal, disk, interrupt);
    commit(root, journal, disk, options);
    await hearSignals(); // A Ctrl+C during the renames, which don't yield, is heard here.
    if (interrupt.isRequested) throw new InterruptedTooLateError();
  } finally {
    interrupt.stop();
  }
}

/** Ctrl+C after the point of no return. Exit 130. */
export class InterruptedTooLateError extends CreateLoggingError {
  constructor() {
    super("Interrupted, but everything had been written by then.", {
      exitCode: exitCodes.interrupted,
    });
  }
}

function makeJournal(root: string, ready: ReadyPlan): Journal {
  return {
    journalVersion: 1,
    owner: describeOwner(),
    directories: ready.missingDirectories.map((directory) =>
      path.relative(root, directory).split(path.sep).join("/"),
    ),
    entries: ready.steps.map((step) => step.entry),
  };
}

async function stage(
  root: string,
  plan: Plan,
  ready: ReadyPlan,
  journal: Journal,
  disk: Disk,
  interrupt: Interrupt,
): Promise<void> {
  let at = ".";
  try {
    await openJournal(root, journal, disk);
  } catch (error) {
    throw describeDiskError(error, root);
  }
  try {
    for (const directory of ready.missingDirectories) {
      at = path.relative(root, directory);
      disk.makeDirectory(directory);
    }
    for (const step of ready.steps) {
      at = step.entry.path;
      stageStep(root, step, disk);
      await hearSignals();
      if (interrupt.isRequested) throw new InterruptedError();
    }
    await disk.syncFiles(listTemporary(root, journal));
    syncDirectories(root, journal, disk);
    for (const step of plan.steps)
      if (step.kind !== "leave") checkUnchanged(step, confinePath(root, step.path));
    disk.rename(journalFile(root, "staging"), journalFile(root, "committed"));
  } catch (error) {
    try {
      closeJournal(root, journal, disk, "staging");
    } catch {
      // The first failure is the one to tell; the next run removes what could not be removed now.
    }
    throw describeDiskError(error, at);
  }
}

function listTemporary(root: string, journal: Journal): string[] {
  const names = journal.entries.flatMap(({ staged, backup }) => [staged, backup]);
  return names.flatMap((name) => (name === undefined ? [] : [path.join(root, name)]));
}

function stageStep(root: string, step: ReadyStep, disk: Disk): void {
  const { staged, backup, path: relative } = step.entry;
  if (staged !== undefined && step.after !== undefined) {
    // Private until it has the mode of the file that it replaces, which may hold secrets.
    const mode = step.stats === undefined ? 0o666 : 0o600;
    disk.writeNew(path.join(root, staged), step.after, mode);
    if (step.stats !== undefined) disk.dress(path.join(root, staged), step.stats);
  }
  if (backup !== undefined) disk.keepAs(path.join(root, relative), path.join(root, backup));
}

function commit(root: string, journal: Journal, disk: Disk, options: ApplyOptions): void {
  const total = journal.entries.length;
  let done = 0;
  let at = ".";
  try {
    disk.syncDirectory(root);
    const kept = commitEntries(root, journal, disk, (entry) => {
      done += 1;
      at = journal.entries[done]?.path ?? entry.path;
      options.onStep?.(done, total, entry.path);
    });
    const changed = kept[0] ?? findChangedBackups(root, journal)[0]?.path;
    if (changed !== undefined)
      throw new RefusedError(
        `'${showPath(changed)}' was changed while it was being replaced. Nothing was written; run again.`,
      );
  } catch (error) {
    takeBack(root, journal, disk);
    throw describeDiskError(error, journal.entries[done]?.path ?? at);
  }
  closeJournal(root, journal, disk, "committed");
}

function takeBack(root: string, journal: Journal, disk: Disk): void {
  try {
    undoJournal(root, journal, disk);
  } catch (cause) {
    throw new RefusedError(
      `'${root}' was written in part, and could not be put back at once. Run create-logging again: it puts the rest back first.`,
      { cause },
    );
  }
}

// Two turns: the first may come in the same round of the event loop, ahead of its look for signals.
async function hearSignals(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

interface Interrupt {
  isRequested: boolean;
  stop(): void;
}

function watchInterrupt(): Interrupt {
  const onSignal = () => {
    interrupt.isRequested = true;
  };
  const interrupt: Interrupt = {
    isRequested: false,
    stop: () => process.off("SIGINT", onSignal),
  };
  process.on("SIGINT", onSignal);
  return interrupt;
}
