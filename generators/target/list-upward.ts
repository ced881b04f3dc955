import { dirname } from "node:path";

/** A folder and all above it, nearest first, up to `top` or the root of the file system. */
export function listUpward(dir: string, top?: string): string[] {
  const parent = dirname(dir);
  return dir === top || parent === dir ? [dir] : [dir, ...listUpward(parent, top)];
}
