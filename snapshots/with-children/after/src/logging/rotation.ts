import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { LogFile } from "./log-file.js";

/** A log file that is no longer written to. */
export interface RotatedFile {
  path: string;
  /** Milliseconds since the epoch. */
  writtenAt: number;
  createdAt: string;
  count: number;
}

/** The active log file of a log name. */
export function activePath(directory: string, name: string): string {
  return join(directory, `${name}.log`);
}

/** Moves the active file to where it stays: `app.2026-01-31_23-59-59_123456.log`, by its creation time. False if it can't. */
export function moveAway(directory: string, name: string, file: LogFile): boolean {
  let path: string | undefined;
  try {
    path = takeRotatedPath(directory, name, file.createdAt);
    renameSync(file.path, path);
    return true;
  } catch {
    if (path !== undefined) rmSync(path, { force: true });
    return false;
  }
}

/** Makes an empty file under the first name that is free: whoever rotates at the same time takes another. */
export function takeRotatedPath(directory: string, name: string, createdAt: number): string {
  const stem = join(directory, `${name}.${timestamp(createdAt)}`);
  for (let count = 1; ; count++) {
    const path = count === 1 ? `${stem}.log` : `${stem}.${count}.log`;
    try {
      closeSync(openSync(path, "wx", 0o600));
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Deletes all but the newest `keep` rotated files of this log name, as far as it is allowed to. */
export function deleteOldest(directory: string, name: string, keep: number): void {
  try {
    for (const { path } of listOutdated(directory, name, keep)) tryToDelete(path);
  } catch {
    // Too many old files are no reason to stop logging; the next rotation tries again.
  }
}

function tryToDelete(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What can't be deleted keeps no other file from it.
  }
}

/** All but the newest `keep` rotated files of a name, newest first. */
export function listOutdated(directory: string, name: string, keep: number): RotatedFile[] {
  return listRotated(directory, name).sort(newestFirst).slice(keep);
}

function listRotated(directory: string, name: string): RotatedFile[] {
  const rotated: RotatedFile[] = [];
  for (const file of readdirSync(directory)) {
    // Exactly our own: a glob `app.*.log` would take `app.worker.log`, another service's active file.
    const match = file.startsWith(name) ? rotatedEnding.exec(file.slice(name.length)) : null;
    if (match === null) continue;
    const path = join(directory, file);
    const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    rotated.push({ path, writtenAt, createdAt: match[1] ?? "", count: Number(match[2] ?? 1) });
  }
  return rotated;
}

const rotatedEnding = /^\.(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6})(?:\.(\d+))?\.log$/;

// The kernel's clock ticks in milliseconds: files rotated within one tick are told apart by name.
function newestFirst(a: RotatedFile, b: RotatedFile): number {
  if (a.writtenAt !== b.writtenAt) return b.writtenAt - a.writtenAt;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return b.count - a.count;
}

/** Local time with six digits below the second, as far as the clock has them. */
export function timestamp(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
  const microseconds = Math.floor((time - Math.floor(time / 1000) * 1000) * 1000);
  return `${day}_${clock}_${String(microseconds).padStart(6, "0")}`;
}
