import { statSync } from "node:fs";
import path from "node:path";

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];

/**
 * The source file that a relative specifier means, POSIX path relative to the target; undefined when
 * there is none inside it.
 */
export function resolveModule(root: string, from: string, specifier: string): string | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const base = path.posix.join(path.posix.dirname(from), specifier);
  if (base.startsWith("..")) return undefined;
  return findModule(root, base);
}

/** The source file that a path without, or with a compiled, extension means. */
export function findModule(root: string, base: string): string | undefined {
  const compiled = /\.([mc]?)jsx?$/.exec(base);
  const stem = compiled ? base.slice(0, compiled.index) : base;
  const candidates = [
    ...(extensions.includes(path.posix.extname(base)) ? [base] : []),
    ...(compiled ? [`${stem}.${compiled[1]}ts`, `${stem}.tsx`] : []),
    ...extensions.map((extension) => base + extension),
    ...extensions.map((extension) => path.posix.join(base, `index${extension}`)),
  ];
  return candidates.find((candidate) => isFile(path.join(root, candidate)));
}

// Something that isn't a folder on the way throws, whatever throwIfNoEntry says.
function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
