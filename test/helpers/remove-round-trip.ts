import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import { type ChosenSpawn, patchSources } from "../../generators/patch/patch-sources.js";
import type { Plan } from "../../generators/plan/plan.js";
import { planRemove } from "../../generators/plan/plan-remove.js";
import { planScaffold } from "../../generators/plan/plan-scaffold.js";
import type { Target } from "../../generators/target/target.js";

/** Plans with the real patches and a folder of four files, and writes that without waiting for the disk. */
export async function putIn(
  target: Target,
  answers: Answers,
  spawns: readonly ChosenSpawn[] = [],
): Promise<Plan> {
  const extension = target.language === "typescript" ? "ts" : "js";
  const plan = await planScaffold(answers, target, {
    force: false,
    version: "0.1.0",
    spawns,
    stages: {
      render: async () =>
        ["index", "settings", "setup", "setup-child"].map((name) => ({
          path: `${answers.dir}/${name}.${extension}`,
          text: `// ${name}\n`,
        })),
      patch: (target, answers, spawns) => patchSources(target, answers, spawns),
      format: async (_target, files) => files,
    },
  });
  write(plan);
  return plan;
}

/** Takes it out again. */
export async function takeOut(target: Target, { force = false } = {}): Promise<Plan> {
  const plan = await planRemove(target, { force, version: "0.1.0" });
  write(plan);
  return plan;
}

function write({ root, steps }: Plan): void {
  for (const step of steps) {
    const file = path.join(root, step.path);
    if (step.kind === "leave") continue;
    if (step.kind !== "delete") {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, step.after);
      continue;
    }
    rmSync(file);
    for (let at = path.dirname(file); at !== root; at = path.dirname(at)) {
      if (readdirSync(at).length > 0) break;
      rmdirSync(at);
    }
  }
}
