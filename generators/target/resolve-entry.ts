import { readFileSync, realpathSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { findOutputOf } from "./find-outputs.js";
import { isInside, localPaths, type Place } from "./locate-path.js";
import { tryReadPackageJson } from "./read-package-json.js";
import type { OutputDir } from "./read-tsconfig.js";
import { isDirectory, isFile } from "./stat-path.js";

/** What is known of the package's folders when a path is looked up. */
export interface Layout {
  root: string;
  /** Folders of built output, which is never patched. */
  outputs: OutputDir[];
  /** Files that a bundler starts from: its output has a name of its own. */
  bundlerEntries: string[];
}

/** The source file that a path leads to, or why there is none. `outside` is another package's affair. */
export type Resolution =
  | { found: true; file: string; isBuilt: boolean }
  | { found: false; reason: string; isOutside: boolean };

const scriptExtensions = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];

/** Finds the one source file that running a path runs: built output is mapped back to what it is built from. */
export function resolveEntry(path: string, cwd: string, place: Place, layout: Layout): Resolution {
  const paths = localPaths(path, cwd, place);
  if (paths.length === 0) return { found: false, reason: "its path is computed", isOutside: false };
  const inside = paths
    .filter((each) => isInside(each, layout.root))
    .map((each) => relative(layout.root, each).split(sep).join("/"))
    .filter((each) => !/(^|\/)node_modules(\/|$)/.test(each));
  for (const rel of inside) {
    const resolved = resolveHere(rel, layout, new Set());
    if (resolved !== undefined) return resolved;
  }
  // A container often holds the built output at its top: `COPY dist ./` and then `node index.js`.
  const last = inside.at(-1);
  if (last !== undefined && !paths.includes(posix.resolve(cwd, path))) {
    const source = mapBuilt(last, [{ outDir: "" }], layout);
    if (source !== undefined) return { found: true, file: source, isBuilt: true };
  }
  const bundled = last === undefined ? undefined : fromBundler(last, layout, true);
  if (bundled !== undefined) return { found: true, file: bundled, isBuilt: true };
  const first = inside[0];
  if (first === undefined)
    return { found: false, reason: "it lies outside this package", isOutside: true };
  const isBuilt = last !== undefined && findOutputOf(last, layout.outputs).length > 0;
  return {
    found: false,
    reason: isBuilt ? "no source of that built file was found" : "there is no such file",
    isOutside: false,
  };
}

function resolveHere(rel: string, layout: Layout, seen: Set<string>): Resolution | undefined {
  if (seen.has(rel)) return undefined;
  seen.add(rel);
  const outputs = findOutputOf(rel, layout.outputs);
  if (outputs.length > 0) {
    const source = mapBuilt(rel, outputs, layout);
    if (source !== undefined) return { found: true, file: source, isBuilt: true };
    // `lib` and `build` can be both: tsc's output here, sources that git keeps there.
    return undefined;
  }
  const file = findSource(rel, layout);
  if (file !== undefined) return { found: true, file, isBuilt: false };
  const main = isDirectory(join(layout.root, rel))
    ? tryReadPackageJson(join(layout.root, rel))?.main
    : undefined;
  return main === undefined
    ? undefined
    : resolveHere(posix.normalize(posix.join(rel, main)), layout, seen);
}

function mapBuilt(rel: string, outputs: OutputDir[], layout: Layout): string | undefined {
  const declared = layout.outputs.flatMap(({ rootDir }) =>
    rootDir === undefined ? [] : [rootDir],
  );
  for (const { outDir, rootDir } of outputs) {
    const rest = outDir === "" ? rel : posix.relative(outDir, rel);
    // rootDir decides; without one tsc takes the sources' common folder, which is src, or the whole package.
    const bases = [
      ...(rootDir === undefined ? [] : [rootDir]),
      ...declared,
      "src",
      "",
      "app",
      "source",
      "server",
    ];
    const tries = [
      ...bases.map((base) => posix.join(base, rest)),
      // Nx and Nest monorepos put `apps/api/src/main.ts` into `dist/apps/api/main.js`.
      posix.join(posix.dirname(rest), "src", posix.basename(rest)),
      ...bases.map((base) => posix.join(base, rest.replace(/^[^/]+\//, ""))),
    ];
    for (const path of new Set(tries.map((each) => posix.normalize(each)))) {
      const file = path.startsWith("..") ? undefined : findSource(path, layout);
      if (file !== undefined) return file;
    }
  }
  return fromBundler(rel, layout);
}

// A bundle that is named otherwise than its source: the entry of the same stem, or the only one there is.
function fromBundler(rel: string, layout: Layout, isStrict = false): string | undefined {
  const entries = layout.bundlerEntries.flatMap((each) => {
    const source = resolveHere(each, { ...layout, bundlerEntries: [] }, new Set());
    return source?.found === true ? [source.file] : [];
  });
  const same = entries.filter((each) => stem(each) === stem(rel));
  if (same[0] !== undefined) return same[0];
  return entries.length === 1 && !isStrict ? entries[0] : undefined;
}

/** The source file at a path: written out, without its extension, or a folder's index. */
function findSource(rel: string, layout: Layout): string | undefined {
  if (rel !== "" && findOutputOf(rel, layout.outputs).length > 0) return undefined;
  const bare = rel.replace(/\.([cm]?)jsx?$/, "");
  const letter = /\.([cm])js$/.exec(rel)?.[1] ?? "";
  const tries = [
    // tsc without an outDir writes index.js beside index.ts: the source is the one to patch.
    ...(bare === rel ? [] : [`${bare}.${letter}ts`, `${bare}.ts`, `${bare}.tsx`]),
    rel,
    ...(bare === rel ? [] : [`${bare}.js`, `${bare}.mjs`, `${bare}.cjs`]),
    ...(/\.[cm]?[jt]sx?$/.test(rel) ? [] : scriptExtensions.map((extension) => rel + extension)),
    ...scriptExtensions.map((extension) => posix.join(rel, `index${extension}`)),
  ];
  return tries.find((each) => isSourceFile(each, layout.root));
}

function isSourceFile(rel: string, root: string): boolean {
  const path = join(root, rel);
  if (!isFile(path) || /\.d\.[cm]?ts$/.test(rel)) return false;
  // A link that leads out of the target is no file of the target.
  if (!isInside(realpathSync(path), root)) return false;
  return /\.[cm]?[jt]sx?$/.test(rel) || (posix.extname(rel) === "" && isJavaScript(path));
}

// `bin/www` has no extension: a shebang for node, or text that loads modules, tells it from a binary.
function isJavaScript(path: string): boolean {
  const head = readFileSync(path, "utf8").slice(0, 4_000);
  if (head.includes("\0")) return false;
  if (head.startsWith("#!")) return /^#!.*\b(node|tsx|ts-node|bun)\b/.test(head);
  return /\brequire\(|^\s*import\s/m.test(head);
}

function stem(path: string): string {
  return posix.basename(path).replace(/(\.bundle|\.min)?\.[cm]?[jt]sx?$/, "");
}
