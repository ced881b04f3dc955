import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";

/** Lets nothing in a directory be made, renamed or deleted; undefined where that can't be had. */
export function makeReadOnly(directory: string): (() => void) | undefined {
  if (process.getuid?.() !== 0) {
    chmodSync(directory, 0o555);
    return () => chmodSync(directory, 0o755);
  }
  // Root may do everything but this.
  if (spawnSync("chattr", ["+i", directory]).status !== 0) return undefined;
  return () => execFileSync("chattr", ["-i", directory]);
}
