import fs from "node:fs";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import type { EntrypointPatches } from "../../generators/patch/patch.js";
import type { Plan } from "../../generators/plan/plan.js";
import {
  planScaffold,
  type ScaffoldOptions,
  type Stages,
} from "../../generators/plan/plan-scaffold.js";
import { features, standard } from "../../generators/standard.js";
import type { Target } from "../../generators/target/target.js";
import type { Tree } from "./apply-tree.js";

/** What the fake stages emit; tests change it to play a later version of the templates. */
export const folder: Tree = {
  "src/logging/index.ts": 'export { logger } from "./logger";\n',
  "src/logging/settings.ts":
    'export const name = "orders";\n// 1\n// 2\n// 3\nexport const a = 1;\n',
  "src/logging/setup.ts": "install();\n",
};

export function makeAnswers(changes: Partial<Answers> = {}): Answers {
  return {
    name: "orders",
    target: "node",
    dir: "src/logging",
    entries: ["src/index.ts"],
    children: [],
    standard: structuredClone(standard),
    features: { ...features },
    ...changes,
  };
}

export function makeTarget(root: string, changes: Partial<Target> = {}): Target {
  return {
    root,
    language: "typescript",
    moduleKind: "commonjs",
    specifierExtension: "",
    packageManager: "npm",
    workspaceRoot: root,
    sourceRoot: "src",
    packageJson: { dependencies: [] },
    entrypoints: [{ file: "src/index.ts", sources: ["package.json scripts.start"] }],
    startCommands: [
      {
        source: "package.json scripts.start",
        command: "node dist/index.js",
        entries: ["src/index.ts"],
        loadsEnv: false,
        stage: "production",
      },
    ],
    notes: [],
    ...changes,
  };
}

/** Stages that emit the given folder and put one import ahead of each entrypoint. */
export function fakeStages(emitted: Tree = folder, found: Partial<EntrypointPatches> = {}): Stages {
  const line = Buffer.from('import "./logging/setup";\n');
  return {
    format: async (_target, files) => files,
    render: async () => Object.entries(emitted).map(([path, text]) => ({ path, text })),
    patch: async (target, answers) => {
      const patches: EntrypointPatches = {
        patches: [],
        unchanged: [],
        refused: [],
        envFilesLoaded: [],
        notes: [],
        ...found,
      };
      for (const file of answers.entries) {
        const before = fs.readFileSync(path.join(target.root, file));
        if (before.includes("/setup")) continue;
        const after = Buffer.concat([line, before]);
        patches.patches.push({ path: file, before, after, reason: "loads the set-up first" });
      }
      return patches;
    },
  };
}

export interface RunOptions extends Partial<ScaffoldOptions> {
  answers?: Partial<Answers>;
  target?: Partial<Target>;
  emitted?: Tree;
  found?: Partial<EntrypointPatches>;
}

/** Plans a scaffold with the fake stages. */
export function planFor(root: string, options: RunOptions = {}): Promise<Plan> {
  const { answers, target, emitted, found, ...rest } = options;
  return planScaffold(makeAnswers(answers), makeTarget(root, target), {
    force: false,
    version: "0.1.0",
    stages: fakeStages(emitted, found),
    ...rest,
  });
}

/** Plans and applies. */
export async function scaffold(root: string, options: RunOptions = {}): Promise<Plan> {
  const plan = await planFor(root, options);
  await applyPlan(plan);
  return plan;
}

/** The steps of a plan in short: `create src/logging/index.ts`. */
export function listSteps(plan: Plan): string[] {
  return plan.steps.map((step) => `${step.kind} ${step.path}`);
}
