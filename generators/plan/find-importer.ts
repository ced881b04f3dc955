import { existsSync } from "node:fs";
import path from "node:path";
import { layoutOf } from "../patch/spawn/find-child-file.js";
import { findOutputOf } from "../target/find-outputs.js";
import { listFiles } from "../target/list-files.js";
import { readTextFile } from "../target/read-text-file.js";
import { decodeText, readTargetFile } from "./file-text.js";
import { listPythonModules } from "./python/list-python-modules.js";

/** The text that a file will have, undefined where it is not there. */
export type ReadAfter = (file: string) => string | undefined;

/** For each source file: the modules that it imports, without their endings. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads files as the plan leaves them: patched, or as they are. */
export function readAfterPatches(
  root: string,
  patches: { path: string; after: Uint8Array }[],
): ReadAfter {
  return (file) => {
    const patch = patches.find((one) => one.path === file);
    const bytes = patch?.after ?? readTargetFile(root, file);
    return bytes === undefined ? undefined : (decodeText(bytes)?.text ?? "");
  };
}

/** What the package's sources import: those that the plan changes as it leaves them, `changed`, and everything that people wrote. */
export function readImports(
  root: string,
  changed: Iterable<string>,
  readAfter: ReadAfter,
): Imports {
  const { outputs } = layoutOf(root);
  const { files } = listFiles(root, (folder) => findOutputOf(folder, outputs).length > 0);
  const imports = new Map<string, Set<string>>();
  for (const file of files)
    if (isSource(file) && !isEmitted(root, file))
      imports.set(file, listModules(file, readTextFile(path.join(root, file)) ?? ""));
  for (const file of changed)
    if (isSource(file)) imports.set(file, listModules(file, readAfter(file) ?? ""));
  return imports;
}

/** A source file that imports the module at `module`, of those that count. */
export function findImporter(
  imports: Imports,
  module: string,
  counts: (file: string) => boolean,
): string | undefined {
  const stem = withoutExtension(module);
  const found = [...imports].filter(([file, modules]) => modules.has(stem) && counts(file));
  return found.map(([file]) => file).sort()[0];
}

function listModules(file: string, text: string): Set<string> {
  if (file.endsWith(".py")) return listPythonModules(file, text);
  const specifiers = text.matchAll(/["'](\.{1,2}\/[^"'\n]+)["']/g);
  const folder = path.posix.dirname(file);
  return new Set(
    [...specifiers].map(([, specifier = ""]) =>
      withoutExtension(path.posix.join(folder, specifier)),
    ),
  );
}

function isSource(file: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py)$/.test(file);
}

// tsc without an outDir writes start.js beside start.ts.
function isEmitted(root: string, file: string): boolean {
  const [, stem, kind] = /^(.*)\.([cm]?)jsx?$/.exec(file) ?? [];
  return stem !== undefined && existsSync(path.join(root, `${stem}.${kind}ts`));
}

function withoutExtension(file: string): string {
  return file.replace(/\.(?:[cm]?[jt]sx?|py)$/, "");
}
