import { type Dirent, existsSync, readdirSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isForeignFolder, isPackage } from "./list-files.js";
import { isInside } from "./locate-path.js";
import { type PackageJson, tryReadPackageJson } from "./read-package-json.js";

/** A folder with a package.json. */
export interface ListedPackage {
  /** POSIX path relative to the folder that was searched; `` for that folder itself. */
  dir: string;
  /** Undefined where its package.json can't be read. */
  manifest: PackageJson | undefined;
}

/** What lies in a folder of many packages, each list in the order of its paths. */
export interface PackageList {
  packages: ListedPackage[];
  /** Links to packages: `to` is relative to the folder that was searched, absolute where it leads out. */
  links: { dir: string; to: string }[];
  /** Folders that Nx knows by their project.json alone. */
  projects: string[];
}

const maxDepth = 8;

/** Finds every package in a folder, those inside other packages too: no dependencies, no built output. */
export function listPackages(root: string): PackageList {
  const list: PackageList = { packages: [], links: [], projects: [] };
  walk(root, "", 0, list);
  return list;
}

function walk(root: string, dir: string, depth: number, list: PackageList): void {
  const entries = readDir(join(root, dir));
  const names = new Set(entries.map(({ name }) => name));
  if (names.has("pyvenv.cfg")) return;
  if (names.has("package.json")) {
    const manifest = tryReadPackageJson(join(root, dir));
    if (manifest === undefined || isPackage(manifest)) list.packages.push({ dir, manifest });
  } else if (names.has("project.json") && dir !== "") list.projects.push(dir);
  for (const entry of entries) {
    if (isForeignFolder(entry.name)) continue;
    const path = dir === "" ? entry.name : `${dir}/${entry.name}`;
    if (entry.isSymbolicLink()) noteLink(root, path, list);
    else if (entry.isDirectory() && depth < maxDepth) walk(root, path, depth + 1, list);
  }
}

function noteLink(root: string, path: string, list: PackageList): void {
  if (!existsSync(join(root, path, "package.json"))) return;
  const real = realpathSync(join(root, path));
  const to = isInside(real, root) ? relative(root, real).split(sep).join("/") : real;
  list.links.push({ dir: path, to });
}

function readDir(path: string): Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
