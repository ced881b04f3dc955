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
import type { Target } from "../../generators/target/target.js";
import { makeAnswers, makeTarget } from "./patch-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/spawn");

/** `case.json`: what is found in the input, and what is chosen of it. */
interface CaseFile {
  /** Where the input lies in the package. */
  file?: string;
  language?: Target["language"];
  moduleKind?: Target["moduleKind"];
  specifierExtension?: Target["specifierExtension"];
  packageJson?: { type?: string };
  tsconfig?: Partial<NonNullable<Target["tsconfig"]>>;
  aliases?: Target["aliases"];
  /** Every site that is found, in order; the input's own have no file, `canWatch` is said where it is true. */
  sites: (Omit<SpawnSite, "file" | "text" | "notes" | "canWatch"> & {
    file?: string;
    notes?: string[];
    canWatch?: true;
  })[];
}

/** One folder of test/fixtures/spawn. */
export interface SpawnCase {
  /** A package in a temporary folder that holds the input and what lies around it. */
  root: string;
  file: string;
  target: Target;
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
export function listSpawnCases(): string[] {
  return readdirSync(folder).sort();
}

/** Lays a case out as a package. */
export function openSpawnCase(name: string): SpawnCase {
  const source = path.join(folder, name);
  const files = readdirSync(source);
  const expected = JSON.parse(readFileSync(path.join(source, "case.json"), "utf8")) as CaseFile;
  const extension = path.extname(files.find((file) => file.startsWith("input.")) ?? "");
  const isTypeScript = extension.includes("t");
  const file = expected.file ?? `${isTypeScript ? "src/" : ""}index${extension}`;
  const root = mkdtempSync(path.join(tmpdir(), "spawn-"));
  if (existsSync(path.join(source, "around"))) {
    cpSync(path.join(source, "around"), root, { recursive: true });
  }
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  cpSync(path.join(source, `input${extension}`), path.join(root, file));
  const read = (name: string) => readFileSync(path.join(source, `${name}${extension}`), "utf8");
  const target = makeTarget(root, {
    language: expected.language ?? (isTypeScript ? "typescript" : "javascript"),
    moduleKind: expected.moduleKind ?? (extension === ".mjs" ? "esm" : "commonjs"),
    specifierExtension: expected.specifierExtension ?? "",
    sourceRoot: isTypeScript ? "src" : "",
    packageJson: { ...expected.packageJson, dependencies: [] },
    entrypoints: [{ file, sources: [] }],
    ...(expected.aliases ? { aliases: expected.aliases } : {}),
    ...(expected.tsconfig
      ? {
          tsconfig: {
            file: "tsconfig.json",
            verbatimModuleSyntax: false,
            writesTsExtensions: false,
            hasNodeTypes: true,
            ...expected.tsconfig,
          },
        }
      : {}),
  });
  const input = read("input");
  return {
    root,
    file,
    target,
    answers: makeAnswers({ dir: isTypeScript ? "src/logging" : "logging", entries: [file] }),
    input,
    output: files.includes(`output${extension}`) ? read("output") : input,
    ...(files.includes(`watched${extension}`) ? { watched: read("watched") } : {}),
    expected,
    remove: () => rmSync(root, { recursive: true }),
  };
}
