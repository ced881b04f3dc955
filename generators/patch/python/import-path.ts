import path from "node:path";

/** What an import of the logging folder may say. */
export interface ImportNames {
  /** `app.app_logging` */
  absolute?: string | undefined;
  /** `..app_logging` */
  relative?: string | undefined;
}

/**
 * The names under which Python finds the logging folder from a file: `depth` packages are around it, and
 * `searchPath` is searched. All paths are POSIX and relative to the target.
 */
export function listImportNames(
  file: string,
  dir: string,
  searchPath: string,
  depth: number,
): ImportNames {
  const way = path.posix.relative(`/${path.posix.dirname(file)}`, `/${dir}`).split("/");
  const up = way.filter((part) => part === "..").length;
  return {
    absolute: absoluteName(dir, searchPath),
    // It goes no higher than the package at the top, which lies in the search path.
    relative: up < depth ? ".".repeat(up + 1) + way.slice(up).join(".") : undefined,
  };
}

/** The folder's name for those who search a path; undefined where none leads to it. */
export function absoluteName(dir: string, searchPath: string): string | undefined {
  const parts = insideOf(dir, searchPath)?.split("/") ?? [];
  if (parts.length === 0 || hidesLogging(dir, searchPath)) return undefined;
  return parts.every(isIdentifier) ? parts.join(".") : undefined;
}

/** Whether the folder, or a package around it, has the name of the standard library's own and would hide that. */
export function hidesLogging(dir: string, searchPath: string): boolean {
  return insideOf(dir, searchPath)?.split("/")[0] === "logging";
}

/**
 * What a file's import of the logging folder says, which is relative where the file has relative imports and
 * Python takes one here. The best search path comes first; undefined where none leads to the folder.
 */
export function importPathOf(
  file: string,
  dir: string,
  searchPaths: readonly string[],
  usesRelative: boolean,
): string | undefined {
  for (const searchPath of searchPaths) {
    const depth = insideOf(path.posix.dirname(file), searchPath)?.split("/").length ?? 0;
    const { absolute, relative } = listImportNames(file, dir, searchPath, depth);
    if (absolute !== undefined) return (usesRelative ? relative : undefined) ?? absolute;
  }
  return undefined;
}

/** A folder as seen from one above it; undefined where it isn't below that one. */
function insideOf(folder: string, above: string): string | undefined {
  const way = path.posix.relative(path.posix.join("/", above), path.posix.join("/", folder));
  return way === "" || way.startsWith("..") ? undefined : way;
}

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** Whether a package can have this name. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}
