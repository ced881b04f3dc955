import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import type { SpawnSite } from "../../generators/patch/spawn/spawn.js";
import type { PythonTarget } from "../../generators/target/python/python-target.js";
import { makeAnswers } from "./patch-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/spawn-python");

/** `case.json`: what is found in the input, and what is chosen of it. */
interface CaseFile {
  /** Where the input lies in the project. */
  file?: string;
  /** The logging folder. */
  dir?: string;
  searchPaths?: string[];
  /** Every site that is found, in order; the input's own have no file, `canWatch` is said where it is true. */
  sites: (Omit<SpawnSite, "file" | "text" | "notes" | "canWatch"> & {
    file?: string;
    notes?: string[];
    canWatch?: true;
  })[];
}

/** One folder of test/fixtures/spawn-python. */
export interface PythonSpawnCase {
  /** A project in a temporary folder that holds the input and what lies around it. */
  root: string;
  file: string;
  target: PythonTarget;
  answers: Answers;
  input: string;
  /** The same as the input where nothing is patched. */
  output: string;
  /** The same with every child watched that can be; absent where a case has nothing to say of that. */
  watched?: string;
  expected: CaseFile;
  remove(): void;
}

/** The names of all cases, sorted. */
export function listPythonSpawnCases(): string[] {
  return readdirSync(folder).sort();
}

/** The Python files of a case. */
export function listCaseFiles(name: string): string[] {
  const source = path.join(folder, name);
  return readdirSync(source)
    .filter((file) => file.endsWith(".py"))
    .map((file) => path.join(source, file));
}

/** Lays a case out as a project. */
export function openPythonSpawnCase(name: string): PythonSpawnCase {
  const source = path.join(folder, name);
  const expected = JSON.parse(readFileSync(path.join(source, "case.json"), "utf8")) as CaseFile;
  const { file = "main.py", dir = "app_logging", searchPaths = [""] } = expected;
  const root = mkdtempSync(path.join(tmpdir(), "spawn-python-"));
  if (existsSync(path.join(source, "around"))) {
    cpSync(path.join(source, "around"), root, { recursive: true });
  }
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  cpSync(path.join(source, "input.py"), path.join(root, file));
  const read = (part: string): string | undefined => {
    const place = path.join(source, `${part}.py`);
    return existsSync(place) ? readFileSync(place, "utf8") : undefined;
  };
  const input = read("input") ?? "";
  const watched = read("watched");
  return {
    root,
    file,
    target: makePythonTarget(root, searchPaths),
    answers: makeAnswers({ dir, entries: [] }),
    input,
    output: read("output") ?? input,
    ...(watched === undefined ? {} : { watched }),
    expected,
    remove: () => rmSync(root, { recursive: true }),
  };
}

function makePythonTarget(root: string, searchPaths: string[]): PythonTarget {
  return {
    root,
    language: "python",
    workspaceRoot: root,
    sourceRoot: "",
    entrypoints: searchPaths.map((searchPath) => ({
      file: path.posix.join(searchPath, "entry.py"),
      sources: [],
      runs: [{ searchPath, module: "__main__" }],
    })),
    startCommands: [],
    dependencyFiles: [],
    dependencies: [],
    frameworks: [],
    notes: [],
  };
}
