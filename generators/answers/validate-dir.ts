import path from "node:path";

/** A folder or file as the answers hold it: POSIX separators, no `./`, no trailing `/`. */
export function normalisePath(given: string, separator: string = path.sep): string {
  const posix = separator === "\\" ? given.replaceAll("\\", "/") : given;
  const normal = path.posix.normalize(posix);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** What keeps a path from lying in the target, as the end of a sentence; undefined for a good one. */
export function pathFault(given: string): string | undefined {
  if (given.trim() === "") return "is blank";
  if (path.posix.isAbsolute(given) || path.win32.isAbsolute(given) || /^[A-Za-z]:/.test(given))
    return "is an absolute path";
  if (given.split(/[/\\]/).includes("..")) return "has a '..', and must stay in the package";
  if (/\p{Cc}/u.test(given)) return "has a control character";
  if (/\p{Surrogate}/u.test(given)) return "has half a character in it (a lone surrogate)";
  if (given.includes("\\")) return "has a '\\'; write '/'";
  return undefined;
}

/** What keeps a path from being the logging folder, as the end of a sentence; undefined for a good one. */
export function dirFault(given: string): string | undefined {
  const fault = pathFault(given);
  if (fault !== undefined) return fault;
  const parts = normalisePath(given).split("/");
  if (parts[0] === ".") return "is the package itself, not a folder in it";
  const foreign = parts.find((part) => part === "node_modules" || part === ".git");
  if (foreign !== undefined) return `lies in '${foreign}'`;
  // An import specifier is a URL in ESM: these would be read as an escape, a query or a fragment there.
  const character = /[%?#*:"'`<>|]/.exec(given)?.[0];
  if (character !== undefined) return `has a ${character}, which an import can't hold`;
  return undefined;
}
