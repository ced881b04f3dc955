import { realpathSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { isInside, localPaths, type Place } from "../locate-path.js";
import { isFile } from "../stat-path.js";
import type { PythonLoad, PythonStart } from "./python-start.js";
import type { PythonRun } from "./python-target.js";

/** A module of the target and how Python knows it. */
export interface LocatedModule {
  /** POSIX path relative to the target. */
  file: string;
  run: PythonRun;
}

/** Where modules are looked for. */
export interface ModulePlaces {
  root: string;
  /** Folders of installed packages, which are found from everywhere. */
  packageDirs: readonly string[];
}

/** The file that a start loads first; undefined where none of those that it may load is here. */
export function locateStart(start: PythonStart, places: ModulePlaces): LocatedModule | undefined {
  for (const load of start.loads) {
    const found = locateLoad(load, start, places);
    if (found !== undefined) return found;
  }
  return undefined;
}

function locateLoad(
  load: PythonLoad,
  { cwd, place, searchPaths }: PythonStart,
  { root, packageDirs }: ModulePlaces,
): LocatedModule | undefined {
  const inPlace = { cwd, place, root };
  if (load.kind === "script") {
    const file = locateFile([load.path, `${load.path}/__main__.py`], inPlace);
    if (file === undefined) return undefined;
    return { file, run: { searchPath: folderOf(file), module: "__main__" } };
  }
  if (load.kind === "file") {
    const file = locateFile([load.path, `${load.path}/__init__.py`], inPlace);
    return file === undefined ? undefined : { file, run: nameModule(file, root) };
  }
  const isMain = load.kind === "main";
  for (const dir of searchPaths) {
    const found = locateModule(load.module, dir, inPlace, isMain);
    if (found !== undefined) return found;
  }
  const installed: Place = { root, repoRoot: root, base: root, isOutside: false };
  for (const dir of packageDirs) {
    const at = { cwd: join(root, dir), place: installed, root };
    const found = locateModule(load.module, ".", at, isMain);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface InPlace {
  cwd: string;
  place: Place;
  root: string;
}

/** The module of that name below a folder: a package before a module, as Python looks. */
export function locateModule(
  module: string,
  dir: string,
  { cwd, place, root }: InPlace,
  isMain = false,
): LocatedModule | undefined {
  const path = module.replaceAll(".", "/");
  const forms = isMain
    ? [`${path}/__main__.py`, `${path}.py`]
    : [`${path}/__init__.py`, `${path}.py`];
  for (const form of forms) {
    const file = locateFile([posix.join(dir, form)], { cwd, place, root });
    if (file === undefined) continue;
    const name = form.endsWith("/__main__.py") ? `${module}.__main__` : module;
    // A container may call a folder otherwise; then only the names from here are known.
    if (file !== form && !file.endsWith(`/${form}`)) return { file, run: nameModule(file, root) };
    const folder = join(root, file).slice(0, -form.length - 1);
    const searchPath = relative(root, folder).split(sep).join("/");
    return { file, run: { searchPath, module: name } };
  }
  return undefined;
}

// Python's rule for a file that is imported by its path: as far up as folders are packages.
function nameModule(file: string, root: string): PythonRun {
  const names = [posix.basename(file, ".py")];
  let dir = folderOf(file);
  while (dir !== "" && isFile(join(root, dir, "__init__.py"))) {
    names.unshift(posix.basename(dir));
    dir = folderOf(dir);
  }
  if (names.at(-1) === "__init__" && names.length > 1) names.pop();
  return { searchPath: dir, module: names.join(".") };
}

// A link that leads out of the target is no file of the target.
function locateFile(paths: string[], { cwd, place, root }: InPlace): string | undefined {
  for (const path of paths) {
    const found = localPaths(path, cwd, place).find(
      (each) => isInside(each, root) && isFile(each) && isInside(realpathSync(each), root),
    );
    const file = found === undefined ? undefined : relative(root, found).split(sep).join("/");
    if (file !== undefined && !/(^|\/)(site-packages|node_modules)\//.test(file)) return file;
  }
  return undefined;
}

/** The folder of a file, `` for the target itself. */
export function folderOf(file: string): string {
  const dir = dirname(file);
  return dir === "." ? "" : dir;
}
