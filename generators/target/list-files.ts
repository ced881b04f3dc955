import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { type PackageJson, tryReadPackageJson } from "./read-package-json.js";

export interface FileList {
  /** POSIX paths relative to the folder that was walked, in no special order. */
  files: string[];
  /** Folders below it that are packages of their own; their files are not listed. */
  packages: string[];
  /** The walk stopped early: there are more files than anyone wrote by hand. */
  isTruncated: boolean;
}

const maxFiles = 20_000;
const maxDepth = 16;
const skipped = new Set(
  "node_modules bower_components jspm_packages dist out-tsc coverage venv __pycache__ vendor target".split(
    " ",
  ),
);

/**
 * Lists the files that people wrote: no dependencies, no built output, nothing behind a symlink (so
 * no loop either), no hidden folder but the few that hold configuration of deployments.
 */
export function listFiles(root: string, isSkipped: (path: string) => boolean): FileList {
  const list: FileList = { files: [], packages: [], isTruncated: false };
  walk(root, "", 0, isSkipped, list);
  return list;
}

function walk(
  root: string,
  dir: string,
  depth: number,
  isSkipped: (path: string) => boolean,
  list: FileList,
): void {
  const entries = readDir(join(root, dir));
  // A virtual environment of Python, whatever its name.
  if (entries.some((entry) => entry.name === "pyvenv.cfg")) return;
  if (dir !== "" && entries.some((entry) => entry.name === "package.json")) {
    if (isPackage(tryReadPackageJson(join(root, dir)))) {
      list.packages.push(dir);
      return;
    }
  }
  for (const entry of entries) {
    const path = dir === "" ? entry.name : `${dir}/${entry.name}`;
    if (entry.isFile()) {
      if (list.files.length >= maxFiles) {
        list.isTruncated = true;
        return;
      }
      list.files.push(path);
    } else if (entry.isDirectory() && depth < maxDepth) {
      if (isForeignFolder(entry.name) || isSkipped(path)) continue;
      walk(root, path, depth + 1, isSkipped, list);
    }
  }
}

function readDir(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Whether this makes its folder a package: `{"type": "commonjs"}` and nothing else only sets its module kind. */
export function isPackage(found: PackageJson | undefined): boolean {
  return (
    found !== undefined &&
    (found.name !== undefined ||
      Object.keys(found.scripts).length > 0 ||
      found.dependencies.length > 0)
  );
}

/** Whether a folder of this name holds dependencies, built output or tools' own files: nothing that people wrote. */
export function isForeignFolder(name: string): boolean {
  const isHidden = name.startsWith(".") && !/^\.(docker|deploy|config)$/.test(name);
  return isHidden || skipped.has(name);
}
