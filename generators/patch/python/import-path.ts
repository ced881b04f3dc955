import path from "node:path";

/**
 * What a file's import of the logging folder says: `app.app_logging`, or `..app_logging` where the file has
 * relative imports and Python takes one here. `file`, `dir` and the search paths are POSIX and relative to the
 * target, the best search path first; undefined where no search path leads to the folder.
 */
export function importPathOf(
  file: string,
  dir: string,
  searchPaths: readonly string[],
  usesRelative: boolean,
): string | undefined {
  const [base, inside] = searchPaths
    .map((searchPath) => [searchPath, insideOf(dir, searchPath)] as const)
    .find(([, inside]) => inside !== undefined) ?? [undefined, undefined];
  if (base === undefined || inside === undefined) return undefined;
  return (usesRelative ? relativePath(file, dir, base) : undefined) ?? inside.replaceAll("/", ".");
}

// A relative import goes no higher than the package at the top, which lies in the search path.
function relativePath(file: string, dir: string, base: string): string | undefined {
  const from = insideOf(path.posix.dirname(file), base);
  if (from === undefined) return undefined;
  const way = path.posix.relative(path.posix.dirname(file), dir).split("/");
  const up = way.filter((part) => part === "..").length;
  if (up >= from.split("/").length) return undefined;
  return ".".repeat(up + 1) + way.slice(up).join(".");
}

/** A folder as seen from one above it; undefined where it isn't below that one. */
function insideOf(folder: string, above: string): string | undefined {
  const way = path.posix.relative(path.posix.join("/", above), path.posix.join("/", folder));
  return way === "" || way.startsWith("..") ? undefined : way;
}
