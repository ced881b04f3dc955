import type { PythonTarget } from "../../generators/target/python/python-target.js";

/** A Python project in which nothing was found but what a test says. */
export function makePythonTarget(root: string, changes: Partial<PythonTarget> = {}): PythonTarget {
  return {
    root,
    language: "python",
    workspaceRoot: root,
    sourceRoot: "",
    entrypoints: [],
    startCommands: [],
    dependencyFiles: [],
    dependencies: [],
    frameworks: [],
    notes: [],
    ...changes,
  };
}
