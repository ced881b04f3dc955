import { join } from "node:path";
import { readTextFile } from "../read-text-file.js";
import type { Note } from "../target.js";
import { isPythonTest } from "./find-python-loggers.js";
import { folderOf } from "./locate-module.js";
import type { PythonEntrypoint } from "./python-target.js";

const maxFiles = 2_000;
const maxNotes = 20;

/** Tests that import an entrypoint: the setup then runs in the test runner, where its guard stands down. */
export function findImportingPythonTests(
  root: string,
  files: readonly string[],
  entrypoints: readonly PythonEntrypoint[],
): Note[] {
  const known = new Map(
    entrypoints.flatMap((entry) => namesOf(entry).map((name) => [name, entry.file])),
  );
  const notes = files
    .filter((file) => isPythonTest(file) && !entrypoints.some((entry) => entry.file === file))
    .slice(0, maxFiles)
    .flatMap((file): Note[] => {
      const text = readTextFile(join(root, file)) ?? "";
      for (const { module, names, offset } of importsOf(text)) {
        const entry = [module, ...names.map((name) => `${module}.${name}`)]
          .map((name) => known.get(name))
          .find((found) => found !== undefined);
        if (entry === undefined) continue;
        const line = text.slice(0, offset).split("\n").length;
        const said = `imports the entrypoint '${entry}': it will run the logging setup, whose guard stands down in a test runner`;
        return [{ file, line, text: said }];
      }
      return [];
    });
  if (notes.length <= maxNotes) return notes;
  return [
    ...notes.slice(0, maxNotes),
    { text: `${notes.length - maxNotes} more tests import an entrypoint` },
  ];
}

// As it is run, and as a test finds it from the root or from its own folder; `__main__` is imported by its name.
function namesOf({ file, runs }: PythonEntrypoint): string[] {
  const path = file.replace(/(\/__init__)?\.py$/, "");
  const name = path.replaceAll("/", ".");
  const below = runs
    .filter(({ searchPath }) => searchPath !== "" && searchPath === folderOf(file))
    .map(({ searchPath }) => path.slice(searchPath.length + 1).replaceAll("/", "."));
  const run = runs.map(({ module }) => module).filter((module) => module !== "__main__");
  return [...new Set([name, ...below, ...run])];
}

function importsOf(text: string): { module: string; names: string[]; offset: number }[] {
  const found = text.matchAll(
    /^[ \t]*(?:from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n#]*)|import\s+([\w., \t]+))/gm,
  );
  return [...found].flatMap(({ 1: from, 2: names = "", 3: modules = "", index }) => {
    if (from !== undefined)
      return [{ module: from, names: names.match(/\b[A-Za-z_]\w*/g) ?? [], offset: index }];
    const each = modules.split(",").map((module) => module.trim().split(/\s/)[0] ?? "");
    return each.map((module) => ({ module, names: [], offset: index }));
  });
}
