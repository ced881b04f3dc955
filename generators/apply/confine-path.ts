import fs from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";

/** Where a path of the plan really lies. */
export interface ConfinedPath {
  /** Absolute, symlinks resolved: the file that is written. */
  file: string;
  /** What is there now. */
  stats?: fs.Stats;
  /** Parent directories that don't exist yet, outermost first, absolute. */
  missingDirectories: string[];
}

/** Why a path can't be meant for the inside of a target, or undefined when its text alone is fine. */
export function findPathFault(relative: string): string | undefined {
  if (relative === "") return "is empty";
  if (relative.includes("\0")) return "holds a NUL character";
  if (relative.includes("\\")) return "holds a backslash";
  if (relative.startsWith("/") || /^[A-Za-z]:/.test(relative)) return "is absolute";
  const segments = relative.split("/");
  if (segments.includes("..")) return "leads out of the target";
  if (segments.includes("") || segments.includes(".")) return "is not a plain relative path";
  if (segments.some((segment) => segment.toLowerCase() === ".git")) return "lies inside '.git'";
  return undefined;
}

/**
 * Resolves a POSIX path inside a target and refuses everything that would end up outside of it, or
 * that can't be a regular file. `root` is absolute with symlinks resolved.
 */
export function confinePath(root: string, relative: string): ConfinedPath {
  const fault = findPathFault(relative);
  if (fault !== undefined) throw refuse(relative, fault, "Use a path inside the target.");
  const segments = relative.split("/");
  const name = segments.pop() as string;
  const parent = walkParents(root, relative, segments);
  const file = path.join(parent.directory, name);
  if (parent.missing.length > 0) return { file, missingDirectories: parent.missing };
  const stats = lookAt(file);
  if (stats === undefined) return { file, missingDirectories: [] };
  return { ...followFile(root, relative, file, stats), missingDirectories: [] };
}

function walkParents(root: string, relative: string, segments: string[]) {
  let directory = root;
  const missing: string[] = [];
  for (const segment of segments) {
    directory = path.join(directory, segment);
    const stats = missing.length > 0 ? undefined : lookAt(directory);
    if (stats === undefined) {
      missing.push(directory);
      continue;
    }
    const shown = path.relative(root, directory).split(path.sep).join("/");
    if (stats.isSymbolicLink()) directory = followLink(root, relative, directory);
    if (!fs.statSync(directory).isDirectory())
      throw refuse(shown, "is not a directory", "Move it, or pass --dir <folder>.");
  }
  return { directory, missing };
}

function followFile(root: string, relative: string, file: string, stats: fs.Stats) {
  const real = stats.isSymbolicLink() ? followLink(root, relative, file) : file;
  const behind = stats.isSymbolicLink() ? fs.statSync(real) : stats;
  if (behind.isDirectory())
    throw refuse(relative, "is a directory where a file is needed", "Move it, and run again.");
  if (!behind.isFile()) throw refuse(relative, "is not a regular file", "Move it, and run again.");
  return { file: real, stats: behind };
}

function followLink(root: string, relative: string, link: string): string {
  let real: string;
  try {
    real = fs.realpathSync(link);
  } catch {
    throw refuse(relative, "goes through a symlink to nowhere", "Repair or remove the link.");
  }
  if (isInside(root, real)) return real;
  throw refuse(
    relative,
    "goes through a symlink out of the target",
    "Replace the link by a file of its own, or run in the directory that it leads to.",
  );
}

/** Whether an absolute path is the directory itself or lies below it. */
export function isInside(directory: string, file: string): boolean {
  const relative = path.relative(directory, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function lookAt(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function refuse(relative: string, fault: string, nextStep: string): RefusedError {
  return new RefusedError(`'${showPath(relative)}' ${fault}. ${nextStep}`);
}

/** A path for a message: its control characters can't disturb the terminal. */
export function showPath(relative: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return relative.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
