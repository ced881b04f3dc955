import path from "node:path";
import type { PythonRun } from "../../target/python/python-target.js";
import { isQuiet } from "./is-quiet.js";
import type { PythonModule } from "./python-module.js";
import type { PythonProject } from "./python-project.js";

/** The `__init__.py` that runs ahead of a module, where it does more than name things; POSIX, relative to the target. */
export function findPackageStart(
  project: PythonProject,
  file: string,
  runs: PythonRun[],
): string | undefined {
  if (runs.some(({ module }) => module === "__main__")) return undefined;
  const heavy = runs.map((run) => findHeavyPackage(project, run.searchPath, run.module, file));
  return heavy.every((each) => each === heavy[0]) ? heavy[0] : undefined;
}

/** The first package on the way to a module that does more than name things, and is not `file` itself. */
export function findHeavyPackage(
  project: PythonProject,
  searchPath: string,
  module: string,
  file: string,
): string | undefined {
  const parts = module.split(".").slice(0, -1);
  return parts
    .map((_, index) => path.posix.join(searchPath, ...parts.slice(0, index + 1), "__init__.py"))
    .find((each) => each !== file && !isLight(project, each));
}

/** How a file is run that nobody was seen to start: as a module where it imports by dots, else as a script. */
export function guessRuns(project: PythonProject, { file, imports }: PythonModule): PythonRun[] {
  const folders = path.posix
    .dirname(file)
    .split("/")
    .filter((part) => part !== ".");
  const levels = Math.max(0, ...imports.map(({ level }) => level));
  const isPackage = (depth: number): boolean =>
    project.read(path.posix.join(...folders.slice(0, depth), "__init__.py")) !== undefined;
  let depth = folders.length;
  while (depth > 0 && (folders.length - depth < levels || isPackage(depth))) depth--;
  if (depth === folders.length) return [{ searchPath: folders.join("/"), module: "__main__" }];
  const name = path.posix.basename(file, ".py");
  const parts = [...folders.slice(depth), ...(name === "__init__" ? [] : [name])];
  return [{ searchPath: folders.slice(0, depth).join("/"), module: parts.join(".") }];
}

// Definitions, names and paths, and imports of modules that are no more than that.
function isLight(project: PythonProject, file: string, depth = 0): boolean {
  const module = project.read(file);
  if (!module || depth > 3) return true;
  const isLightStatement = module.statements.every(
    (node) => /^(?:Class|Decorated)/.test(node.name) || isQuiet(module, node, () => false),
  );
  const imported = module.imports.filter(({ node }) =>
    module.statements.some(({ from }) => from === node.from),
  );
  return (
    isLightStatement &&
    imported
      .flatMap((each) => project.resolve(file, each))
      .every((each) => each === file || isLight(project, each, depth + 1))
  );
}
