import path from "node:path";
import type { PythonRun } from "../../target/python/python-target.js";
import type { PythonModule } from "./python-module.js";

/** How an entrypoint names the logging folder in its import. */
export interface PackageName {
  name: string;
  /** It holds only behind the file's own changes of `sys.path`. */
  needsPath: boolean;
  /** Ways of starting it in which the import fails. */
  lost: PythonRun[];
}

/** Where the import of the logging folder is to work. */
export interface PackageNameRequest {
  /** POSIX path relative to the target. */
  dir: string;
  module: PythonModule;
  /** All ways in which the entrypoint is started, best first. */
  runs: PythonRun[];
  /** Folders that the file adds to `sys.path` before anything of the service is imported. */
  addedPaths: string[];
}

/** Finds the name that works in every start, else in the best one; a reason where there is none. */
export function choosePackageName(request: PackageNameRequest): PackageName | { reason: string } {
  const { dir, module, runs, addedPaths } = request;
  const hostile = dir.split("/").at(-1) ?? "";
  if (!isIdentifier(hostile)) {
    return {
      reason: `can't import '${dir}': '${hostile}' is no name of a Python package; choose another with --dir`,
    };
  }
  if (runs.every(({ searchPath }) => hidesLogging(searchPath, dir)))
    return {
      reason: `can't import '${dir}': that is the name of the standard library's own; choose another with --dir`,
    };
  const candidates = runs.map((run) => listNames(request, run));
  const relative = relativeName(module.file, dir);
  const isRelativeFile = module.imports.some(({ level }) => level > 0);
  const preferred = isRelativeFile ? [relative] : [];
  const [best = []] = candidates;
  const names = [...preferred, ...best.filter((name) => !name.startsWith(".")), ...best];
  const ofAll = names.find((name) => candidates.every((each) => each.includes(name)));
  const inherited = addedPaths.flatMap((added) => absoluteName(added, dir) ?? []);
  const behindPath = inherited[0];
  const [first] = best;
  const name = ofAll ?? (behindPath === undefined ? first : undefined);
  if (name !== undefined) {
    return {
      name,
      needsPath: false,
      lost: runs.filter((_, index) => !candidates[index]?.includes(name)),
    };
  }
  if (behindPath !== undefined) return { name: behindPath, needsPath: true, lost: [] };
  const searched = [...new Set(runs.map(({ searchPath }) => `'${searchPath || "."}'`))].join(
    " and ",
  );
  return {
    reason: `can't import '${dir}': Python searches ${searched} when it is started. Choose a folder in there with --dir`,
  };
}

/** How a run is described to people. */
export function describeRun(file: string, { module, searchPath }: PythonRun): string {
  return module === "__main__" ? `python ${file}` : `'${module}' from '${searchPath || "."}'`;
}

// Absolute and relative names under which one start finds the folder.
function listNames({ dir, module }: PackageNameRequest, run: PythonRun): string[] {
  const absolute = absoluteName(run.searchPath, dir);
  const parents = run.module === "__main__" ? [] : run.module.split(".");
  if (!module.file.endsWith("/__init__.py")) parents.pop();
  const relative = relativeName(module.file, dir);
  const level = /^\.*/.exec(relative)?.[0].length ?? 0;
  return [absolute, parents.length >= level ? relative : undefined].filter(
    (name) => name !== undefined,
  );
}

function absoluteName(searchPath: string, dir: string): string | undefined {
  if (hidesLogging(searchPath, dir)) return undefined;
  const parts = path.posix.relative(`/${searchPath}`, `/${dir}`).split("/");
  return parts.every(isIdentifier) ? parts.join(".") : undefined;
}

// A package of that name hides the standard library's.
function hidesLogging(searchPath: string, dir: string): boolean {
  return path.posix.relative(`/${searchPath}`, `/${dir}`).split("/")[0] === "logging";
}

function relativeName(file: string, dir: string): string {
  const parts = path.posix.relative(`/${path.posix.dirname(file)}`, `/${dir}`).split("/");
  const ups = parts.filter((part) => part === "..").length;
  return ".".repeat(ups + 1) + parts.slice(ups).join(".");
}

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}
