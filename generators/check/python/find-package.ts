import { existsSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../answers/answers.js";
import type { PythonTarget } from "../../target/python/python-target.js";

/** How a project imports its logging folder. */
export interface LoggingPackage {
  /** The folder that Python searches for it, POSIX and relative to the project. */
  searchPath: string;
  /** `app_logging`, `shop.app_logging`. */
  name: string;
}

/** Finds the name under which the entrypoints' starts know the logging folder. */
export function findPackage(target: PythonTarget, { dir, entries }: Answers): LoggingPackage {
  const runs = target.entrypoints
    .filter(({ file }) => entries.includes(file))
    .flatMap((entrypoint) => entrypoint.runs);
  const searched = runs.map(({ searchPath }) => searchPath);
  const searchPath =
    searched.find((folder) => folder === "" || dir.startsWith(`${folder}/`)) ??
    findTop(target.root, dir);
  return { searchPath, name: path.posix.relative(searchPath, dir).replaceAll("/", ".") };
}

// The first folder above that is no package itself.
function findTop(root: string, dir: string): string {
  const parent = path.posix.dirname(dir);
  if (parent === ".") return "";
  return existsSync(path.join(root, parent, "__init__.py")) ? findTop(root, parent) : parent;
}
