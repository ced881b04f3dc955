import type { Answers } from "../../generators/answers/answers.js";
import { chooseFlavour } from "../../generators/render/choose-flavour.js";
import { buildTemplateData, type TemplateData } from "../../generators/render/template-data.js";
import { features, standard } from "../../generators/standard.js";
import type { Target } from "../../generators/target/target.js";

/** The answers of a service without children that changed nothing. */
export const plainAnswers: Answers = {
  name: "app",
  target: "node",
  dir: "src/logging",
  entries: ["src/index.ts"],
  children: [],
  standard,
  features,
};

/** The package kinds that make a difference to what is rendered, by what their imports look like. */
export const packageKinds = {
  "ts ./x": kind("typescript", "esm", "", "module"),
  "ts ./x.js": kind("typescript", "esm", ".js", "module"),
  "ts ./x.ts": kind("typescript", "esm", ".ts", "module"),
  "ts commonjs": kind("typescript", "commonjs", "", "commonjs"),
  "esm .js": kind("javascript", "esm", ".js", "module"),
  "esm .mjs": kind("javascript", "esm", ".js", "commonjs"),
  "commonjs .js": kind("javascript", "commonjs", "", "commonjs"),
  "commonjs .cjs": kind("javascript", "commonjs", "", "module"),
} satisfies Record<string, Target>;

/** The data that templates see for these answers. */
export function dataFor(
  answers: Partial<Answers> = {},
  target: Target = packageKinds["ts ./x.js"],
): TemplateData {
  return buildTemplateData({ ...plainAnswers, ...answers }, chooseFlavour(target));
}

function kind(
  language: Target["language"],
  moduleKind: Target["moduleKind"],
  specifierExtension: Target["specifierExtension"],
  type: string,
): Target {
  return {
    root: "/repo",
    language,
    moduleKind,
    specifierExtension,
    packageManager: "npm",
    workspaceRoot: "/repo",
    sourceRoot: "src",
    packageJson: { type, dependencies: [] },
    entrypoints: [],
    startCommands: [],
    notes: [],
  };
}
