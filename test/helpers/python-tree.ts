import { inspectPythonTarget } from "../../generators/target/python/inspect-python-target.js";
import type { PythonTarget } from "../../generators/target/python/python-target.js";
import { makeTargetTree, type TreeFiles } from "./target-tree.js";

/** Inspects a Python project made of these files; each name without a text is an empty file. */
export function inspectPythonTree(files: TreeFiles, ...empty: string[]): Promise<PythonTarget> {
  const more = Object.fromEntries(empty.map((file) => [file, ""]));
  return inspectPythonTarget(makeTargetTree({ ...more, ...files }));
}

/** Each entrypoint of a project and the ways it is run, as one line: `app/main.py = app.main in .`. */
export function entriesOf({ entrypoints }: PythonTarget): string[] {
  return entrypoints.map(({ file, runs }) => {
    const ways = runs.map(({ module, searchPath }) => `${module} in ${searchPath || "."}`);
    return `${file} = ${ways.join(", ")}`;
  });
}

export async function pythonEntriesOf(files: TreeFiles, ...empty: string[]): Promise<string[]> {
  return entriesOf(await inspectPythonTree(files, ...empty));
}
