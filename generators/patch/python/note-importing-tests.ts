import path from "node:path";
import { listFiles } from "../../target/list-files.js";
import { readTextFile } from "../../target/read-text-file.js";
import type { Note } from "../../target/target.js";
import { lineOf } from "./parse-python.js";
import type { PythonProject } from "./python-project.js";

const isTest = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|(?:^|\/)tests?\/.*\.py$/;

const maxNotes = 20;

/** The test files of a project, sorted. */
export function listTests(root: string): string[] {
  return listFiles(root, () => false)
    .files.filter((file) => isTest.test(file))
    .sort();
}

/** Tests that import an entrypoint: the setup then runs in the test runner, where its guard stands down. */
export function noteImportingTests(project: PythonProject, entry: string, tests: string[]): Note[] {
  const mentions = new RegExp(`\\b${nameOf(entry)}\\b`);
  const notes = tests.flatMap((file): Note[] => {
    const isWorthIt = mentions.test(readTextFile(path.join(project.root, file)) ?? "");
    const module = isWorthIt && file !== entry ? project.read(file) : undefined;
    for (const imported of module?.imports ?? []) {
      if (!module || !project.resolve(file, imported).includes(entry)) continue;
      const text = `imports the entrypoint '${entry}': it will run the logging setup, whose guard stands down in pytest and unittest`;
      return [{ file, line: lineOf(module.text, imported.node.from), text }];
    }
    return [];
  });
  if (notes.length <= maxNotes) return notes;
  const rest = `${notes.length - maxNotes} more tests import '${entry}'`;
  return [...notes.slice(0, maxNotes), { text: rest }];
}

// What an import of it must name; parsing every test would take seconds.
function nameOf(entry: string): string {
  return path.posix.basename(entry.replace(/\/__init__\.py$/, ""), ".py").replace(/\W/g, "\\$&");
}
