import { confirmPlan } from "../answers/ask-answers.js";
import { applyPlan } from "../apply/apply-plan.js";
import { checkSteps } from "../apply/preflight.js";
import { type ExitCode, exitCodes, RefusedError } from "../errors.js";
import type { FoundPackage } from "../target/find-services.js";
import { applyServices } from "./apply-services.js";
import { approvePlan } from "./approve-plan.js";
import { installTypes } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import type { PlannedPackage } from "./plan-package.js";
import type { Outcome } from "./plan-services.js";
import { changesNothing, reportPreview, reportRun } from "./report-run.js";
import { describePlans, reportPlans, reportServices, showHeading } from "./report-services.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** What a run does with plans that are made. */
export interface RunFlags {
  dryRun: boolean;
  diff: boolean;
  /** A person was asked elsewhere. */
  confirms?: boolean;
}

/** Shows the plan of one service, or has it confirmed and applies it. */
export async function runPlan(
  { plan, target, install, asked }: PlannedPackage,
  flags: RunFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  if (flags.dryRun || flags.diff) {
    const code = await reportPreview(plan, install, flags, terminal);
    // What the real run would refuse is said here too.
    checkSteps(plan.root, plan.steps);
    return code;
  }
  const isAsked = asked || flags.confirms === true;
  const isShown = await approvePlan(plan, install, { asked: isAsked, target }, terminal);
  // From here on apply and the package manager decide what Ctrl+C means.
  await interrupts.stop();
  await applyPlan(plan, {
    onStep: (done, total, file) => terminal.progress(`Writing ${done}/${total} ${file}`),
  });
  const installed = await installTypes(install, terminal);
  return reportRun(plan, installed, { isShown }, terminal);
}

/** The same for several services: all plans are confirmed at once, and what fails in one leaves the others whole. */
export async function runPlans(
  outcomes: readonly Outcome[],
  leftAlone: readonly FoundPackage[],
  flags: RunFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  if (flags.dryRun || flags.diff) {
    const code = await reportPlans(outcomes, leftAlone, flags, terminal);
    const refused = outcomes.filter((each) => isRefused(each, terminal));
    return refused.length > 0 && code < exitCodes.refused ? exitCodes.refused : code;
  }
  const isShown = await approvePlans(outcomes, leftAlone, flags.confirms === true, terminal);
  await interrupts.stop();
  const run = await applyServices(outcomes, { isShown }, terminal);
  return reportServices(run, leftAlone, terminal);
}

function isRefused(outcome: Outcome, terminal: Terminal): boolean {
  if (!("plan" in outcome)) return false;
  try {
    checkSteps(outcome.plan.root, outcome.plan.steps);
    return false;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    terminal.tell(`${showHeading(outcome.dir, terminal)}\n${error.message}\n`);
    return true;
  }
}

async function approvePlans(
  outcomes: readonly Outcome[],
  leftAlone: readonly FoundPackage[],
  wasAsked: boolean,
  terminal: Terminal,
): Promise<boolean> {
  const planned = outcomes.flatMap((each) => ("plan" in each ? [each] : []));
  if (planned.every(({ plan }) => changesNothing(plan))) return false;
  const isGitDirty = planned.some(({ target }) => target.gitDirty === true);
  if (!wasAsked && !planned.some(({ asked }) => asked)) {
    if (isGitDirty) terminal.tell("Git has uncommitted changes here; these come on top of them.");
    return false;
  }
  terminal.show(describePlans(outcomes, leftAlone, terminal));
  if (await confirmPlan({ isGitDirty })) return true;
  throw new RefusedError("Nothing was written, as you wished.");
}
