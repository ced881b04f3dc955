import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { listUpward } from "../target/list-upward.js";

/**
 * The package that a generator is for. It is the plopfile's folder, or what `--dest` says; whoever stands in a package
 * below that, as in a workspace with one plopfile at its root, means that package.
 */
export function findPackage(destBasePath: string, cwd: string = process.cwd()): string {
  const [top, here] = [realpathSync(destBasePath), realpathSync(cwd)];
  const isBelow = `${here}${path.sep}`.startsWith(top.endsWith(path.sep) ? top : top + path.sep);
  if (!isBelow) return top;
  const nearest = listUpward(here, top).find((dir) => existsSync(path.join(dir, "package.json")));
  return nearest ?? top;
}
