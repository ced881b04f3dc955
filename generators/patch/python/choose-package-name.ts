import type { PythonRun } from "../../target/python/python-target.js";
import { absoluteName, hidesLogging, isIdentifier, listImportNames } from "./import-path.js";
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
  if (runs.every(({ searchPath }) => hidesLogging(dir, searchPath)))
    return {
      reason: `can't import '${dir}': that is the name of the standard library's own; choose another with --dir`,
    };
  const candidates = runs.map((run) => listNames(request, run));
  const isRelativeFile = module.imports.some(({ level }) => level > 0);
  const [best = []] = candidates;
  const isRelative = (name: string) => name.startsWith(".");
  const preferred = isRelativeFile ? candidates.flat().filter(isRelative) : [];
  const names = [...preferred, ...best.filter((name) => !isRelative(name)), ...best];
  const ofAll = names.find((name) => candidates.every((each) => each.includes(name)));
  const inherited = addedPaths.flatMap((added) => absoluteName(dir, added) ?? []);
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
function listNames({ dir, module: { file } }: PackageNameRequest, run: PythonRun): string[] {
  const parents = run.module === "__main__" ? [] : run.module.split(".");
  if (!file.endsWith("/__init__.py")) parents.pop();
  const { absolute, relative } = listImportNames(file, dir, run.searchPath, parents.length);
  return [absolute, relative].filter((name) => name !== undefined);
}
