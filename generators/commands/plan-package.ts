import type { Answers } from "../answers/answers.js";
import type { Plan } from "../plan/plan.js";
import { planScaffold, type ScaffoldOptions } from "../plan/plan-scaffold.js";
import type { Project } from "../target/project.js";
import { type Install, planInstall } from "./install-types.js";
import { readVersion } from "./read-version.js";

/** A plan of one package, and what its package manager is to install. */
export interface PlannedPackage {
  target: Project;
  plan: Plan;
  install: Install | undefined;
  /** Whether a person answered a question; then they also confirm the plan. */
  asked: boolean;
}

/** What was answered about a package. */
export interface AnsweredPackage {
  target: Project;
  answers: Answers;
  /** `create-logging.json` as the answers were read from it. */
  configText: string | undefined;
  asked: boolean;
}

/** Plans one package as the command line wants it. */
export async function planPackage(
  { target, answers, configText, asked }: AnsweredPackage,
  flags: { force: boolean; install: boolean },
  more: Pick<ScaffoldOptions, "spawns" | "surroundings" | "replay" | "restores"> = {},
): Promise<PlannedPackage> {
  const install = flags.install ? await planInstall(target, answers) : undefined;
  const plan = await planScaffold(answers, target, {
    force: flags.force,
    installs: install !== undefined,
    version: readVersion(),
    cwd: process.cwd(),
    ...(configText === undefined ? {} : { configText }),
    ...more,
  });
  return { target, plan, install, asked };
}
