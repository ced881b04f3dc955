import { posix, relative, sep } from "node:path";
import type { FoundCommand } from "../find-start-commands.js";
import { localPaths } from "../locate-path.js";
import { isDirectory } from "../stat-path.js";
import type { LocatedModule } from "./locate-module.js";
import type { PythonStart } from "./python-start.js";

/**
 * The folder here in which a command does what it does where it is meant for, relative to the project: a container's
 * `/app` may be a copy of `src`. Undefined where that can't be told.
 */
export function findStartFolder(
  { cwd, place }: FoundCommand,
  start: PythonStart,
  { file, run }: LocatedModule,
  root: string,
): string | undefined {
  // What the command itself does by `cd`.
  const way = posix.relative(cwd, start.cwd);
  const [load] = start.loads;
  const isRight = (dir: string) => {
    const at = posix.join(dir, way);
    if (load?.kind === "script" || load?.kind === "file") return posix.join(at, load.path) === file;
    return posix.join(at, start.searchPaths[0] ?? "") === (run.searchPath || ".");
  };
  return localPaths(".", cwd, place)
    .filter(isDirectory)
    .map((dir) => relative(root, dir).split(sep).join("/"))
    .find(isRight);
}
