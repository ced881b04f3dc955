import { detect } from "package-manager-detector";
import type { PackageManager } from "./target.js";

const known: readonly string[] = ["npm", "pnpm", "yarn", "bun", "deno"] satisfies PackageManager[];

/**
 * The package manager that lockfiles, `packageManager` or `devEngines` name, looked for from the
 * package up to `top` and no further: a stray lockfile in a home directory says nothing about it.
 */
export async function findPackageManager(root: string, top: string): Promise<PackageManager> {
  const found = await detect({ cwd: root, stopDir: (dir) => dir === top });
  return found !== null && isKnown(found.name) ? found.name : "npm";
}

function isKnown(name: string): name is PackageManager {
  return known.includes(name);
}
