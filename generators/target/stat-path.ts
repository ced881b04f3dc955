import { type Stats, statSync } from "node:fs";

/** Whether a file is here; one that cannot be reached is as good as none. */
export function isFile(path: string): boolean {
  return stat(path)?.isFile() ?? false;
}

/** Whether a folder is here; one that cannot be reached is as good as none. */
export function isDirectory(path: string): boolean {
  return stat(path)?.isDirectory() ?? false;
}

// `throwIfNoEntry` spares ENOENT alone: a file amid the path, a circle of links, a closed folder throw.
function stat(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
