import path from "node:path";
import { expandAlias } from "../target/find-aliases.js";
import { isFile } from "../target/stat-path.js";
import type { Aliases } from "../target/target.js";

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];

/**
 * The source file that a specifier means, relative or by one of the package's aliases, POSIX path
 * relative to the target; undefined when there is none inside it.
 */
export function resolveModule(
  root: string,
  from: string,
  specifier: string,
  aliases: Aliases = {},
  isThere = (file: string) => isFile(path.join(root, file)),
): string | undefined {
  const isRelative = /^\.{1,2}(?:\/|$)/.test(specifier);
  const bases = isRelative
    ? [path.posix.join(path.posix.dirname(from), specifier)]
    : expandAlias(specifier, aliases);
  for (const base of bases) {
    const found = base.startsWith("..") ? undefined : findModule(root, base, isThere);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The source file that a path without, or with a compiled, extension means. */
export function findModule(
  root: string,
  base: string,
  isThere = (file: string) => isFile(path.join(root, file)),
): string | undefined {
  const compiled = /\.([mc]?)jsx?$/.exec(base);
  const stem = compiled ? base.slice(0, compiled.index) : base;
  const candidates = [
    ...(extensions.includes(path.posix.extname(base)) ? [base] : []),
    ...(compiled ? [`${stem}.${compiled[1]}ts`, `${stem}.tsx`] : []),
    ...extensions.map((extension) => base + extension),
    ...extensions.map((extension) => path.posix.join(base, `index${extension}`)),
  ];
  return candidates.find(isThere);
}
