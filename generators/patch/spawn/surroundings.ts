import path from "node:path";
import type { Variables } from "../../standard.js";
import type { LoggingFolder } from "./find-logging-call.js";
import type { SpawnRequest } from "./spawn.js";

/** Where a file lies: to tell what its commands start. */
export interface Surroundings {
  variables: Variables;
  /** The package, absolute. */
  root: string;
  folder: LoggingFolder;
  /** Folders that the file's code may run from, absolute; the source's own first. */
  folders: string[];
}

/** What a file's code is judged by. */
export function surroundingsOf(request: SpawnRequest): Surroundings {
  const { root, dir, variables, output, aliases } = request;
  const folder = path.posix.dirname(request.file);
  const built = output
    ? [path.join(root, output.outDir, path.posix.relative(output.rootDir, folder))]
    : [];
  return {
    root,
    folder: aliases ? { dir, aliases } : { dir },
    variables,
    folders: [path.join(root, folder), ...built],
  };
}
