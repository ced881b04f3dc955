import { confirmPlan } from "../answers/ask-answers.js";
import { RefusedError } from "../errors.js";
import type { Plan } from "../plan/plan.js";
import type { Project } from "../target/project.js";
import type { Install } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import { changesNothing, describePlan } from "./report-run.js";

/**
 * Whoever was asked anything sees the plan and confirms it; with every answer given beforehand it is applied at once.
 * Returns whether the plan was shown. Throws a RefusedError when the person says no.
 */
export async function approvePlan(
  plan: Plan,
  install: Install | undefined,
  { asked, target }: { asked: boolean; target: Project },
  terminal: Terminal,
): Promise<boolean> {
  if (changesNothing(plan)) return false;
  const isGitDirty = target.gitDirty === true;
  if (!asked) {
    if (isGitDirty) terminal.tell("Git has uncommitted changes here; these come on top of them.");
    return false;
  }
  terminal.show(describePlan(plan, install, terminal));
  if (await confirmPlan({ isGitDirty })) return true;
  throw new RefusedError("Nothing was written, as you wished.");
}
