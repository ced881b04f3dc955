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
import type { StartCommand, Target } from "../../generators/target/target.js";
import { makeAnswers, makeTarget } from "./patch-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/patterns");

/** `case.json`: how the package differs from the usual one, and what is said about it. */
interface CaseFile {
  /** Where the input lies in the package. */
  file?: string;
  /** The file that the output is of, where it isn't the input. */
  patched?: string;
  dir?: string;
  language?: Target["language"];
  /** The input is the entrypoint of a child. */
  child?: boolean;
  moduleKind?: Target["moduleKind"];
  specifierExtension?: Target["specifierExtension"];
  packageJson?: { type?: string };
  dependencies?: string[];
  importSorter?: string;
  tsconfig?: Target["tsconfig"];
  startCommands?: StartCommand[];
  /** The env files that the service loads; none when left out. */
  envFilesLoaded?: string[];
  /** A part of each note, in their order. */
  notes?: string[];
}

/** One folder of test/fixtures/patterns. */
export interface PatternCase {
  name: string;
  /** A package in a temporary folder that holds the input and what lies around it. */
  root: string;
  /** The file that is expected to change. */
  file: string;
  target: Target;
  answers: Answers;
  output: string;
  envFile: { path: string; text: string } | undefined;
  notes: string[];
  envFilesLoaded: string[];
  remove(): void;
}

/** The names of all cases, sorted. */
export function listCases(): string[] {
  return readdirSync(folder).sort();
}

/** Lays a case out as a package. */
export function openCase(name: string): PatternCase {
  const source = path.join(folder, name);
  const files = readdirSync(source);
  const config = readConfig(source);
  const extension = path.extname(files.find((file) => file.startsWith("input.")) ?? "");
  const isTypeScript = extension.includes("t");
  const sources = isTypeScript ? "src/" : "";
  const input = config.file ?? `${sources}index${extension}`;
  const root = mkdtempSync(path.join(tmpdir(), "patterns-"));
  if (existsSync(path.join(source, "around")))
    cpSync(path.join(source, "around"), root, { recursive: true });
  mkdirSync(path.dirname(path.join(root, input)), { recursive: true });
  cpSync(path.join(source, `input${extension}`), path.join(root, input));

  const dir = config.dir ?? `${sources}logging`;
  const target = makeTarget(root, {
    language: config.language ?? (isTypeScript ? "typescript" : "javascript"),
    moduleKind: config.moduleKind ?? "commonjs",
    specifierExtension: config.specifierExtension ?? "",
    sourceRoot: isTypeScript ? "src" : "",
    packageJson: {
      ...config.packageJson,
      dependencies: config.dependencies ?? ["dotenv"],
    },
    entrypoints: [{ file: input, sources: [] }],
    startCommands: config.startCommands ?? [],
    ...(config.importSorter ? { importSorter: config.importSorter } : {}),
    ...(config.tsconfig ? { tsconfig: config.tsconfig } : {}),
  });
  const envFile = files.find((file) => file.startsWith("env-file."));
  const output = path.join(source, `output${path.extname(config.patched ?? input)}`);
  return {
    name,
    root,
    file: config.patched ?? input,
    target,
    answers: config.child
      ? makeAnswers({ dir, entries: [], children: [{ descriptor: "X", name: "X", entry: input }] })
      : makeAnswers({ dir, entries: [input] }),
    output: existsSync(output) ? readFileSync(output, "utf8") : "",
    envFile: envFile
      ? { path: `${dir}/${envFile}`, text: readFileSync(path.join(source, envFile), "utf8") }
      : undefined,
    notes: config.notes ?? [],
    envFilesLoaded: config.envFilesLoaded ?? [],
    remove: () => rmSync(root, { recursive: true }),
  };
}

function readConfig(source: string): CaseFile {
  const file = path.join(source, "case.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}
