import path from "node:path";
import { listFiles } from "../../target/list-files.js";
import { readTextFile } from "../../target/read-text-file.js";
import type { Note } from "../../target/target.js";
import { lineOf } from "./parse-python.js";
import type { PythonProject } from "./python-project.js";

const isTest = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|(?:^|\/)tests?\/.*\.py$/;

const maxNotes = 20;

/** Tests that import an entrypoint: the setup then runs in the test runner, where its guard stands down. */
export function noteImportingTests(project: PythonProject, entries: string[]): Note[] {
  if (entries.length === 0) return [];
  const tests = listFiles(project.root, () => false).files.filter((file) => isTest.test(file));
  const names = new RegExp(`\\b(?:${entries.map(nameOf).join("|")})\\b`);
  const notes = tests.sort().flatMap((file): Note[] => {
    const isWorthIt = names.test(readTextFile(path.join(project.root, file)) ?? "");
    const module = isWorthIt && !entries.includes(file) ? project.read(file) : undefined;
    for (const imported of module?.imports ?? []) {
      const entry = project.resolve(file, imported).find((each) => entries.includes(each));
      if (!module || entry === undefined) continue;
      const text = `imports the entrypoint '${entry}': it will run the logging setup, whose guard stands down in pytest and unittest`;
      return [{ file, line: lineOf(module.text, imported.node.from), text }];
    }
    return [];
  });
  if (notes.length <= maxNotes) return notes;
  const rest = `${notes.length - maxNotes} more tests import an entrypoint`;
  return [...notes.slice(0, maxNotes), { text: rest }];
}

// What an import of it must name; parsing every test would take seconds.
function nameOf(entry: string): string {
  return path.posix.basename(entry.replace(/\/__init__\.py$/, ""), ".py").replace(/\W/g, "\\$&");
}
