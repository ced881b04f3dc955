import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { quote } from "./quote.js";
import { normalisePath, pathFault } from "./validate-dir.js";

/**
 * An entrypoint as the answers hold it: POSIX, relative to the target. Throws a RefusedError unless it is a file
 * that lies in the target, symlinks resolved; `next` is what to do about it.
 */
export function resolveEntry(
  root: string,
  given: string,
  next = `Pass a source file in ${quote(root)} with --entry <file>`,
): string {
  const fault = entryFault(root, given);
  if (fault !== undefined) throw new RefusedError(`Entrypoint ${quote(given)} ${fault}. ${next}.`);
  return relativeTo(root, given);
}

/** What keeps a path from being an entrypoint, as the end of a sentence; undefined for a good one. */
export function entryFault(root: string, given: string): string | undefined {
  if (given.trim() === "") return "is blank";
  const relative = relativeTo(root, given);
  const fault = pathFault(relative);
  if (fault !== undefined) return fault;
  const full = path.join(root, relative);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) return "does not exist";
  if (!stats.isFile()) return "is not a file";
  const inside = path.relative(realpathSync(root), realpathSync(full));
  return pathFault(inside.split(path.sep).join("/")) === undefined
    ? undefined
    : "is a link that leads out of the package";
}

// An absolute path is how a shell completes it; inside the target it is as good as a relative one.
function relativeTo(root: string, given: string): string {
  if (!path.isAbsolute(given)) return normalisePath(given);
  const relative = normalisePath(path.relative(root, given));
  return relative.startsWith("../") ? given : relative;
}
