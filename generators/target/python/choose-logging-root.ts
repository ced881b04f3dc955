import { posix } from "node:path";
import { folderOf } from "./locate-module.js";
import type { PythonEntrypoint, PythonRun } from "./python-target.js";

/** Where the logging package goes, and who could not import it there. */
export interface LoggingRoot {
  /** POSIX and relative to the target, `` for its root. */
  dir: string;
  /** Entrypoints with a way of being started from which it is out of reach. */
  unreached: string[];
}

/**
 * Chooses the folder for the logging package: beside the entrypoints' sources, where each of them reaches it
 * by an absolute import on its own search path. Images often hold the service's own package alone, so of two
 * folders the inner one; manage.py stays at the top with what belongs to all of its apps.
 */
export function chooseLoggingRoot(entrypoints: readonly PythonEntrypoint[]): LoggingRoot {
  const [first] = entrypoints;
  if (first === undefined) return { dir: "", unreached: [] };
  const missing = (dir: string) =>
    entrypoints
      .filter(({ runs }) => !runs.every((run) => reaches(run, dir)))
      .map(({ file }) => file);
  const candidates = rankFolders(entrypoints).map((dir) => ({ dir, unreached: missing(dir) }));
  const best = candidates.find(({ unreached }) => unreached.length === 0);
  return best ?? { dir: folderOf(first.file), unreached: missing(folderOf(first.file)) };
}

// Every folder on the way must be a name that an import can have.
function reaches({ searchPath }: PythonRun, dir: string): boolean {
  const way = posix.relative(posix.join(anywhere, searchPath), posix.join(anywhere, dir));
  return way === "" || way.split("/").every((name) => /^[A-Za-z_]\w*$/.test(name));
}

// Stands for the target: a search path may lie above it.
const anywhere = "/a/a/a/a/a/a/a/a";

// Best first: the root of Django; a folder that is common to all and inside a package; the first one's own, if
// the others lie above or below it; the common one; any.
function rankFolders(entrypoints: readonly PythonEntrypoint[]): string[] {
  const dirs = entrypoints.map(({ file }) => folderOf(file));
  const common = dirs.reduce(shareFolder);
  const own = dirs[0] ?? "";
  const manage = entrypoints.find(({ file }) => posix.basename(file) === "manage.py");
  const isWithin = entrypoints.every(({ runs }) => runs.every((run) => run.searchPath !== common));
  const isLine = dirs.every((dir) => isBelow(dir, own) || isBelow(own, dir));
  return [
    ...(manage === undefined ? [] : [folderOf(manage.file)]),
    ...(isWithin ? [common] : []),
    ...(isLine ? [own] : []),
    common,
    ...[...dirs].sort((a, b) => b.length - a.length),
  ];
}

function shareFolder(a: string, b: string): string {
  const other = b.split("/");
  const names = a.split("/");
  const end = names.findIndex((name, index) => name !== other[index]);
  return names.slice(0, end < 0 ? names.length : end).join("/");
}

function isBelow(path: string, dir: string): boolean {
  return dir === "" || path === dir || path.startsWith(`${dir}/`);
}
