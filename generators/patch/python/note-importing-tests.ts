import path from "node:path";
import { listFiles } from "../../target/list-files.js";
import { isPythonTest } from "../../target/python/find-python-loggers.js";
import { readTextFile } from "../../target/read-text-file.js";
import type { Note } from "../../target/target.js";
import { lineOf } from "./parse-python.js";
import type { PythonProject } from "./python-project.js";

// A project may have hundreds.
const kind = "test";

/** The test files of a project, sorted. */
export function listTests(root: string): string[] {
  return listFiles(root, () => false)
    .files.filter(isPythonTest)
    .sort();
}

/** Tests that import an entrypoint: the setup then runs in the test runner, where its guard stands down. */
export function noteImportingTests(project: PythonProject, entry: string, tests: string[]): Note[] {
  const mentions = new RegExp(`\\b${nameOf(entry)}\\b`);
  return tests.flatMap((file): Note[] => {
    const isWorthIt = mentions.test(readTextFile(path.join(project.root, file)) ?? "");
    const module = isWorthIt && file !== entry ? project.read(file) : undefined;
    for (const imported of module?.imports ?? []) {
      if (!module || !project.resolve(file, imported).includes(entry)) continue;
      const text = `imports the entrypoint '${entry}': it will run the logging setup, whose guard stands down in pytest and unittest`;
      return [{ file, line: lineOf(module.text, imported.node.from), text, kind }];
    }
    return [];
  });
}

// What an import of it must name; parsing every test would take seconds.
function nameOf(entry: string): string {
  return path.posix.basename(entry.replace(/\/__init__\.py$/, ""), ".py").replace(/\W/g, "\\$&");
}
