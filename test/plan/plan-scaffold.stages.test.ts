import { beforeAll, expect, test } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { patchEntrypoints } from "../../generators/patch/patch-entrypoints.js";
import { planScaffold } from "../../generators/plan/plan-scaffold.js";
import { formatRendered } from "../../generators/render/format-rendered.js";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import type { Target } from "../../generators/target/target.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { makeAnswers } from "../helpers/apply-fake-stages.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { buildTempFlavours } from "../helpers/render-temp-flavours.js";

let flavours = "";
beforeAll(async () => {
  flavours = await buildTempFlavours();
});

async function run(root: string, answers: Partial<Answers>) {
  const plan = await planScaffold(makeAnswers(answers), await inspectTarget(root), {
    force: false,
    version: "0.1.0",
    stages: {
      render: (answers, target) => renderLoggingFolder(answers, target as Target, flavours),
      patch: (target, answers) => patchEntrypoints(target as Target, answers),
      format: formatRendered,
    },
  });
  await applyPlan(plan);
  return plan;
}

test.each<[string, Tree, Partial<Answers>, string]>([
  [
    "TypeScript with dotenv between its imports",
    {
      "package.json":
        '{\n  "name": "orders",\n  "sideEffects": false,\n  "scripts": { "start": "node dist/index.js" },\n  "dependencies": { "dotenv": "17" }\n}\n',
      "tsconfig.json":
        '{ "compilerOptions": { "module": "commonjs", "outDir": "dist", "rootDir": "src" } }',
      "src/index.ts": 'import dotenv from "dotenv";\r\nimport "./b";\r\ndotenv.config();\r\n',
      "src/b.ts": "export {};\n",
      ".env": "A=1",
    },
    { children: [{ descriptor: "X", name: "x" }] },
    "src/logging/setup.ts",
  ],
  [
    "a CommonJS script",
    {
      "package.json": '{ "name": "orders", "scripts": { "start": "node index.js" } }\n',
      "index.js": "#!/usr/bin/env node\n'use strict';\nrequire('node:http');\n",
    },
    { dir: "logging", entries: ["index.js"] },
    "logging/setup.js",
  ],
])(
  "%s: scaffolded with the real stages, and a second run has nothing to write",
  async (_what, tree, answers, setup) => {
    const root = makeDirectory();
    writeTree(root, tree);
    const plan = await run(root, answers);
    const after = readTree(root);
    const written = plan.steps.filter((step) => step.kind !== "leave").map((step) => step.path);
    expect(Object.keys(after).sort()).toEqual(
      [...new Set([...Object.keys(tree), ...written])].sort(),
    );
    expect(written).toContain(setup);
    for (const name of Object.keys(tree).filter((name) => !written.includes(name)))
      expect(after[name]).toBe(tree[name]);
    const again = await run(root, answers);
    expect(again.steps.filter((step) => step.kind !== "leave")).toEqual([]);
    expect(readTree(root)).toEqual(after);
  },
);
