import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { decodeText } from "../read-bytes.js";
import type { PythonParser } from "./parse-python.js";
import { type PythonModule, readModule } from "./python-module.js";
import type { ImportedName } from "./read-import.js";

/** The project's own modules: found as Python would, read once. */
export interface PythonProject {
  root: string;
  /** The logging folder, which is ours and never looked into. */
  dir: string;
  /** The module of a file; undefined where it can't be read or doesn't parse. */
  read(file: string): PythonModule | undefined;
  /** The own files that an import loads, packages first; none for a package of others. */
  resolve(from: string, imported: Pick<ImportedName, "level" | "module" | "name">): string[];
}

// What is larger was generated.
const maxBytes = 1_000_000;

/** Reads modules by their files, POSIX paths relative to the target, each once. */
export type ReadModule = (file: string) => PythonModule | undefined;

/** Starts to read a target's modules. */
export function readModules(parse: PythonParser, root: string): ReadModule {
  const modules = new Map<string, PythonModule | undefined>();
  return (file) => {
    if (!modules.has(file)) modules.set(file, readFile(parse, root, file));
    return modules.get(file);
  };
}

/** Opens a project; `searchPaths` are the folders, relative to it, that Python searches. */
export function openProject(
  read: ReadModule,
  root: string,
  dir: string,
  searchPaths: string[],
): PythonProject {
  const known = new Map<string, boolean>();
  const isKnown = (file: string): boolean => {
    const found = known.get(file) ?? isFile(root, file);
    known.set(file, found);
    return found;
  };
  const findModule = (stem: string): string | undefined =>
    [`${stem}/__init__.py`, `${stem}.py`].map(path.posix.normalize).find(isKnown);
  return {
    root,
    dir,
    read,
    resolve(from, { level, module, name }) {
      const inside = module.replaceAll(".", "/");
      const folder = path.posix.join(
        path.posix.dirname(from),
        "../".repeat(Math.max(level - 1, 0)),
      );
      for (const base of level > 0 ? [folder] : searchPaths) {
        const stem = path.posix.join(base, inside);
        const found = [
          ...listPackages(base, inside),
          findModule(stem),
          name && name !== "*" ? findModule(path.posix.join(stem, name)) : undefined,
        ].filter((file) => file !== undefined && isKnown(file));
        const files = [...new Set(found)] as string[];
        const isOurs =
          stem === dir || stem.startsWith(`${dir}/`) || path.posix.join(stem, name ?? "") === dir;
        if (files.length > 0)
          return isOurs ? [] : files.filter((file) => !file.startsWith(`${dir}/`));
      }
      return [];
    },
  };
}

// `import a.b.c` runs `a/__init__.py` and `a/b/__init__.py` first.
function listPackages(base: string, inside: string): string[] {
  const parts = inside.split("/").slice(0, -1);
  return parts.map((_, index) =>
    path.posix.join(base, ...parts.slice(0, index + 1), "__init__.py"),
  );
}

function readFile(parse: PythonParser, root: string, file: string): PythonModule | undefined {
  try {
    const bytes = new Uint8Array(readFileSync(path.join(root, file)));
    const decoded = bytes.length > maxBytes ? undefined : decodeText(bytes);
    const source = decoded && parse(decoded.text.replace(/^\uFEFF/, ""));
    return source && "tree" in source ? readModule(source, file) : undefined;
  } catch {
    return undefined;
  }
}

function isFile(root: string, file: string): boolean {
  if (file.startsWith("../")) return false;
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
}
