import { readdirSync } from "node:fs";
import path from "node:path";
import { listUpward } from "./list-upward.js";

// What plop looks for, in its order; whatever else there may be is another tool's.
const extensions = [
  "js babel.js babel.jsx babel.ts babel.tsx esbuild.js esbuild.jsx esbuild.ts esbuild.tsx cjs coffee",
  "coffee.md esm.js jsx litcoffee mdx mjs sucrase.js sucrase.jsx sucrase.ts sucrase.tsx swc.js swc.jsx",
  "swc.ts swc.tsx ts tsx",
].flatMap((line) => line.split(" "));

/** The plopfile that plop finds for whoever stands in a folder, there or above up to `top`; absolute. */
export function findPlopfile(dir: string, top: string): string | undefined {
  for (const folder of listUpward(dir, top)) {
    const names = listNames(folder);
    for (const extension of extensions) {
      const name = names.find((found) => found.toLowerCase() === `plopfile.${extension}`);
      if (name !== undefined) return path.join(folder, name);
    }
  }
  return undefined;
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
