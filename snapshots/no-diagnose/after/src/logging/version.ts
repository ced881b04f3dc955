import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version in the package.json next above the script that runs; undefined where there is none. */
export function findAppVersion(script: string | undefined = process.argv[1]): string | undefined {
  if (script === undefined) return undefined;
  for (let folder = dirname(script); ; folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
    } catch {
      if (folder === dirname(folder)) return undefined;
    }
  }
}
