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
import type { PythonRun, PythonTarget } from "../../generators/target/python/python-target.js";
import type { StartCommand } from "../../generators/target/target.js";
import { makeAnswers } from "./patch-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/patterns-python");

/** `case.json`: how the project differs from the usual one, and what is said about it. */
interface CaseFile {
  /** Where the input lies in the project; `main.py` when left out. */
  file?: string;
  /** The file that the output is of, where it isn't the input. */
  patched?: string;
  dir?: string;
  /** The input is the entrypoint of a child. */
  child?: boolean;
  /** How the input is started; left out: nobody was seen to start it. */
  runs?: PythonRun[];
  dependencies?: string[];
  startCommands?: Partial<StartCommand>[];
  /** The env files that the service loads; none when left out. */
  envFilesLoaded?: string[];
  /** A part of each note, in their order. */
  notes?: string[];
  /** What the output prints when it is started with a logging folder that prints `setup`. */
  prints?: string[];
}

/** One folder of test/fixtures/patterns-python. */
export interface PythonCase {
  name: string;
  /** A project in a temporary folder that holds the input and what lies around it. */
  root: string;
  /** The file that is expected to change. */
  file: string;
  target: PythonTarget;
  answers: Answers;
  output: string;
  envFile: { path: string; text: string } | undefined;
  notes: string[];
  envFilesLoaded: string[];
  prints: string[] | undefined;
  remove(): void;
}

/** What the inspection would have found in a small Python project, unless a test says otherwise. */
export function makePythonTarget(root: string, changes: Partial<PythonTarget> = {}): PythonTarget {
  return {
    root,
    language: "python",
    workspaceRoot: root,
    sourceRoot: "",
    entrypoints: [],
    startCommands: [],
    dependencyFiles: [],
    dependencies: ["loguru"],
    frameworks: [],
    notes: [],
    ...changes,
  };
}

/** The names of all cases, sorted. */
export function listPythonCases(): string[] {
  return readdirSync(folder).sort();
}

/** Where a case's expectation lies. */
export function locateExpected(name: string, file: "output.py" | "env_file.py"): string {
  return path.join(folder, name, file);
}

/** Lays a case out as a project. */
export function openPythonCase(name: string): PythonCase {
  const source = path.join(folder, name);
  const config = readConfig(source);
  const input = config.file ?? "main.py";
  const root = mkdtempSync(path.join(tmpdir(), "patterns-python-"));
  if (existsSync(path.join(source, "around"))) {
    cpSync(path.join(source, "around"), root, { recursive: true });
  }
  mkdirSync(path.dirname(path.join(root, input)), { recursive: true });
  cpSync(path.join(source, "input.py"), path.join(root, input));
  const dir = config.dir ?? "app_logging";
  const startCommands = (config.startCommands ?? []).map(
    (start): StartCommand => ({
      source: "Procfile:1",
      command: "",
      loadsEnv: false,
      entries: [input],
      stage: "production",
      ...start,
    }),
  );
  const target = makePythonTarget(root, {
    entrypoints: config.runs ? [{ file: input, sources: [], runs: config.runs }] : [],
    startCommands,
    dependencies: config.dependencies ?? ["loguru", "python-dotenv"],
  });
  const read = (file: "output.py" | "env_file.py"): string | undefined =>
    existsSync(path.join(source, file)) ? readFileSync(path.join(source, file), "utf8") : undefined;
  const envFile = read("env_file.py");
  return {
    name,
    root,
    file: config.patched ?? input,
    target,
    answers: makeAnswers({
      dir,
      entries: config.child ? [] : [input],
      children: config.child ? [{ descriptor: "X", name: "X", entry: input }] : [],
    }),
    output: read("output.py") ?? "",
    envFile: envFile === undefined ? undefined : { path: `${dir}/env_file.py`, text: envFile },
    notes: config.notes ?? [],
    envFilesLoaded: config.envFilesLoaded ?? [],
    prints: config.prints,
    remove: () => rmSync(root, { recursive: true }),
  };
}

function readConfig(source: string): CaseFile {
  const file = path.join(source, "case.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}
