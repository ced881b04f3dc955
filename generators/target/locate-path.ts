import { basename, posix, relative } from "node:path";
import { isDirectory, isFile } from "./stat-path.js";

/** Where a start command was found, to translate the paths it is written with. */
export interface Place {
  /** The target, absolute. */
  root: string;
  /** The repository or workspace around it, absolute; the target itself when there is none. */
  repoRoot: string;
  /** What a container's working directory stands for: the folder that is copied into it. */
  base: string;
  /** The command stands in a file outside the target: it may start any package of the repository. */
  isOutside: boolean;
  /** What a Dockerfile copies where: the container's path, and the paths it comes from. */
  copies?: { from: string[]; to: string }[];
}

/**
 * Local paths that a path in a start command may stand for, likeliest first. `/srv/app/dist/index.js`
 * of a unit or a container is a path of another machine: its end is looked for here.
 */
export function localPaths(path: string, cwd: string, place: Place): string[] {
  const plain = stripVariable(path.replaceAll("\\", "/").replace(/^[A-Za-z]:(?=\/)/, ""));
  if (/[$`*{}<>]|%[a-zA-Z]/.test(plain)) return [];
  const absolute = posix.resolve(cwd, plain);
  const isLocal = posix.isAbsolute(plain) ? absolute : cwd;
  if (isInside(isLocal, place.root) || isInside(isLocal, place.repoRoot)) return [absolute];

  const copied = (place.copies ?? []).flatMap(({ from, to }) =>
    from.flatMap((source) => originals(absolute, source, to, place)),
  );
  const segments = absolute.split("/").filter((segment) => segment !== "");
  // Of a path relative to a foreign directory only that directory is translated.
  const own = posix.isAbsolute(plain) ? 1 : posix.normalize(plain).split("/").length;
  const found: string[] = [...copied];
  for (let from = 0; from <= segments.length - (plain === "." ? 0 : own); from++) {
    const suffix = segments.slice(from).join("/");
    const inRepo = posix.join(place.repoRoot, suffix);
    if (place.isOutside) {
      if (place.repoRoot !== place.root) found.push(inRepo);
      if (segments[from - 1] === basename(place.root)) found.push(posix.join(place.root, suffix));
    }
    if (!place.isOutside || place.base !== place.repoRoot)
      found.push(posix.join(place.base, suffix));
    if (!place.isOutside && isInside(inRepo, place.root)) found.push(inRepo);
  }
  return [...new Set(found.map((each) => (each === "/" ? each : each.replace(/\/$/, ""))))];
}

// `COPY docker/start.sh /start.sh` and `COPY --from=build /app/dist ./`: what the container calls
// `/start.sh` and `/app/index.js` has other names here. `COPY . /app` says that
// `/app` is this folder, not its `app/`.
function originals(path: string, from: string, to: string, place: Place): string[] {
  const { copies: _, ...plain } = place;
  if (from === "" || from === "/") return [];
  const dir = to.replace(/\/$/, "");
  const rest =
    path === dir ? "" : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : undefined;
  if (rest === undefined) return [];
  const names = [posix.join(from, rest)];
  // A file copied into a folder keeps its name there.
  if (rest === posix.basename(from)) names.push(from);
  return names.flatMap((name) =>
    localPaths(name, posix.isAbsolute(from) ? "/" : place.base, plain),
  );
}

/** The first of them that is there. */
export function locate(
  path: string,
  cwd: string,
  place: Place,
  kind: "file" | "directory",
): string | undefined {
  return localPaths(path, cwd, place).find(kind === "file" ? isFile : isDirectory);
}

/** Whether a path is this folder or lies in it; both absolute. */
export function isInside(path: string, dir: string): boolean {
  const way = relative(dir, path);
  return way === "" || (!way.startsWith("..") && !posix.isAbsolute(way));
}

// `$APP_HOME/dist/index.js`, `$(dirname "$0")/index.js`, `~/app/index.js`, systemd's `%h/app/index.js`
function stripVariable(path: string): string {
  return path.replace(/^(\$\{[^}]*\}|\$\w+|\$\([^)]*\)|`[^`]*`|~\w*|%\w)\//, "/");
}
