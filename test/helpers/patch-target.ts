import type { Answers } from "../../generators/answers/answers.js";
import { features, standard } from "../../generators/standard.js";
import type { Target } from "../../generators/target/target.js";

/** What the inspection would have found in a small TypeScript package, unless a test says otherwise. */
export function makeTarget(root: string, changes: Partial<Target> = {}): Target {
  return {
    root,
    language: "typescript",
    moduleKind: "commonjs",
    specifierExtension: "",
    packageManager: "npm",
    workspaceRoot: root,
    sourceRoot: "src",
    packageJson: { dependencies: ["dotenv"] },
    entrypoints: [],
    startCommands: [],
    notes: [],
    ...changes,
  };
}

/** Answers for one service with the given entrypoints. */
export function makeAnswers(changes: Partial<Answers> = {}): Answers {
  return {
    name: "Service",
    target: "node",
    dir: "src/logging",
    entries: ["src/index.ts"],
    children: [],
    standard,
    features,
    ...changes,
  };
}
