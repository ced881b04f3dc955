import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { findChildFile, packageOf } from "../patch/spawn/find-child-file.js";
import { findGitRoot } from "../target/find-workspace-root.js";
import { pythonRootOf } from "../target/python/python-root-of.js";
import { quote } from "./quote.js";

/** Where a child's entrypoint lies, seen from the package that starts it. */
export type ChildPlace =
  | { kind: "same package"; entry: string }
  /** Another package or Python project; `root` is absolute, `entry` relative to it. */
  | {
      kind: "other package";
      target: "node" | "python";
      root: string;
      entry: string;
      isSameRepo: boolean;
    }
  /** Nothing that this version sets up: it gets its name from its environment. */
  | { kind: "foreign"; file: string; reason: string };

/** Finds out where a child's entrypoint lies; built output stands for its source. Throws a RefusedError unless it is a file. */
export function locateChild(
  root: string,
  given: string,
  parent: "node" | "python" = "node",
): ChildPlace {
  const fault = childEntryFault(root, given);
  if (fault !== undefined)
    throw new RefusedError(
      `Entrypoint ${quote(given)} ${fault}. Pass the file that the child runs with --entry <file>.`,
    );
  const real = realpathSync(path.resolve(root, given));
  if (!isSource.test(real) && !isExecutable(real))
    throw new RefusedError(
      `Entrypoint ${quote(given)} is no file that a process runs. Pass the file that the child runs with --entry <file>.`,
    );
  const file = findChildFile(real) ?? real;
  if (!isSource.test(file))
    return { kind: "foreign", file: real, reason: "is neither JavaScript nor TypeScript" };
  const target = isPython.test(file) ? "python" : "node";
  const owner = target === "python" ? pythonRootOf(file) : packageOf(path.dirname(file));
  if (owner === undefined)
    return { kind: "foreign", file: real, reason: "lies in no Node package" };
  const entry = toPosix(path.relative(owner, file));
  if (owner !== root)
    return {
      kind: "other package",
      target,
      root: owner,
      entry,
      isSameRepo: isSameRepo(root, owner),
    };
  if (target === parent) return { kind: "same package", entry };
  const reason = `is ${words[target]} beside what starts it, and one folder has one 'create-logging.json': move it into a folder of its own`;
  return { kind: "foreign", file: real, reason };
}

const words = { node: "Node", python: "Python" };
const isPython = /\.pyw?$/;
const isSource = /\.(?:[cm]?[jt]sx?|pyw?)$/;

function isExecutable(file: string): boolean {
  return /\.(?:sh|bash|rb|pl|php|jar|exe)$/.test(file) || (statSync(file).mode & 0o111) !== 0;
}

/** What keeps a path from being a child's entrypoint, as the end of a sentence; undefined for a good one. */
export function childEntryFault(root: string, given: string): string | undefined {
  if (given.trim() === "") return "is blank";
  if (/\p{Cc}/u.test(given)) return "has a control character";
  const stats = statSync(path.resolve(root, given), { throwIfNoEntry: false });
  if (stats === undefined) return "does not exist";
  return stats.isFile() ? undefined : "is not a file";
}

/** A child's entrypoint as its parent sees it: POSIX, with `../` where it lies elsewhere. */
export function seenFrom(root: string, place: ChildPlace): string {
  return place.kind === "same package"
    ? place.entry
    : toPosix(path.relative(root, fileOf(root, place)));
}

/** A child's entrypoint, absolute. */
export function fileOf(root: string, place: ChildPlace): string {
  if (place.kind === "foreign") return place.file;
  return path.join(place.kind === "same package" ? root : place.root, place.entry);
}

// Folders without git are one repo as far as anybody can tell.
function isSameRepo(root: string, other: string): boolean {
  return findGitRoot(root) === findGitRoot(other);
}

function toPosix(file: string): string {
  return file.split(path.sep).join("/");
}
