import type { ExitCode } from "../errors.js";
import { findSetUps } from "./find-set-ups.js";
import type { Terminal } from "./open-terminal.js";
import { keepFailure, type Outcome } from "./plan-services.js";
import { planUpgrade } from "./plan-upgrade.js";
import { runPlan, runPlans } from "./run-plans.js";
import { settleInterrupted } from "./settle-interrupted.js";
import type { SharedOptions } from "./shared-options.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** What the flags of `upgrade` said. */
export interface UpgradeFlags extends Omit<SharedOptions, "cwd"> {
  /** Write the files anew that their owner deleted. */
  restore: boolean;
  /** A person was asked elsewhere: the plan is shown and confirmed. */
  confirms?: boolean;
}

/** Brings the logging of these services to this version of the standard, and in line with their `create-logging.json`. */
export async function upgrade(
  roots: readonly string[],
  flags: UpgradeFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  const services = await findSetUps(roots);
  const confirms = flags.confirms ?? (terminal.isInteractive && !flags.yes);
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) {
    settleInterrupted(only.root, flags, terminal);
    terminal.progress("Planning…");
    const planned = await planUpgrade(only.root, flags);
    return runPlan(planned, { ...flags, confirms }, terminal, interrupts);
  }
  const outcomes: Outcome[] = [];
  for (const [index, service] of services.entries()) {
    const { dir, root } = service;
    terminal.progress(`${index + 1}/${services.length} ${dir}: Planning…`);
    outcomes.push(
      await keepFailure(service, async () => {
        settleInterrupted(root, flags, terminal);
        return { ...(await planUpgrade(root, flags)), dir };
      }),
    );
  }
  return runPlans(outcomes, [], { ...flags, confirms }, terminal, interrupts);
}
