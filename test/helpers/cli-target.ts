import type { Target } from "../../generators/target/target.js";

/** A TypeScript package as an inspection would describe it, with what a test says otherwise. */
export function describeTarget(changes: Partial<Target> = {}): Target {
  return {
    root: "/nowhere",
    language: "typescript",
    moduleKind: "esm",
    specifierExtension: ".js",
    packageManager: "npm",
    workspaceRoot: "/nowhere",
    sourceRoot: "src",
    packageJson: { name: "@acme/news", dependencies: [] },
    entrypoints: [{ file: "src/index.ts", sources: ["package.json scripts.start"] }],
    startCommands: [],
    notes: [],
    ...changes,
  };
}
