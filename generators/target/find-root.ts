import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { RefusedError } from "../errors.js";

const manifests = { Node: "its package.json", Python: "its sources" };

/** The folder at a path, absolute, symlinks resolved; refuses what is none. */
export function findRoot(path: string, kind: "Node" | "Python"): string {
  const absolute = resolve(path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new RefusedError(`'${path}' does not exist. Pass the folder of a ${kind} service.`);
  }
  if (!stat.isDirectory()) {
    throw new RefusedError(
      `'${path}' is not a folder. Pass the folder that holds ${manifests[kind]}.`,
    );
  }
  return realpathSync(absolute);
}
