import type { Flags } from "../answers/answers.js";
import { confirmPlan } from "../answers/ask-answers.js";
import { type ExitCode, RefusedError } from "../errors.js";
import type { FoundPackage } from "../target/find-services.js";
import type { Target } from "../target/target.js";
import { applyServices } from "./apply-services.js";
import type { Terminal } from "./open-terminal.js";
import { type Outcome, planServices } from "./plan-services.js";
import { changesNothing } from "./report-run.js";
import { describePlans, reportPlans, reportServices } from "./report-services.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** One of the services of a run. */
export interface Service {
  /** As a person is shown it: relative to the folder that they named, or to where they are. */
  dir: string;
  root: string;
  /** The inspection, where it was made to choose among packages. */
  target?: Target;
  /** What keeps it from being inspected. */
  error?: Error;
}

/** The services of a run, and the packages beside them that it does not touch. */
export interface ServiceChoice {
  services: Service[];
  leftAlone: FoundPackage[];
  /** Whether a person chose them; then they also confirm the plans. */
  asked: boolean;
}

/** One plan and one report for each service; what fails in one leaves the others whole. */
export async function scaffoldServices(
  { services, leftAlone, asked }: ServiceChoice,
  flags: Flags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  const outcomes = await planServices(services, flags, terminal);
  if (flags.dryRun || flags.diff) return reportPlans(outcomes, leftAlone, flags, terminal);

  const isShown = await approvePlans(outcomes, leftAlone, asked, terminal);
  // From here on apply and the package manager decide what Ctrl+C means.
  await interrupts.stop();
  const run = await applyServices(outcomes, { isShown }, terminal);
  return reportServices(run, leftAlone, terminal);
}

async function approvePlans(
  outcomes: Outcome[],
  leftAlone: FoundPackage[],
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
