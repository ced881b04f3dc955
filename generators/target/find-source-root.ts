import { posix } from "node:path";
import type { OutputDir } from "./read-tsconfig.js";

// Folders that hold programs, not the sources they are made of.
const notSources = /^(bin|scripts?|tools?|cmd|cli|test|tests)$/;

/** The folder that holds the sources of an entrypoint: `src`, `apps/api/src`, `server`; `` for the package itself. */
export function findSourceRoot(entry: string | undefined, outputs: OutputDir[]): string {
  if (entry === undefined) return "";
  const segments = posix
    .dirname(entry)
    .split("/")
    .filter((segment) => segment !== ".");
  const src = segments.indexOf("src");
  if (src >= 0) return segments.slice(0, src + 1).join("/");
  const rootDir = outputs
    .map((output) => output.rootDir ?? "")
    .find((dir) => dir !== "" && entry.startsWith(`${dir}/`));
  if (rootDir !== undefined) return rootDir;
  const [first = "", second] = segments;
  if (/^(packages|apps|services)$/.test(first) && second !== undefined) return `${first}/${second}`;
  return notSources.test(first) ? "" : first;
}
