import { type ExitCode, RefusedError } from "../errors.js";
import { findSetUps } from "./find-set-ups.js";
import type { Terminal } from "./open-terminal.js";
import { planMigrate } from "./plan-migrate.js";
import { keepFailure, type Outcome } from "./plan-services.js";
import { changesNothing } from "./report-run.js";
import { runPlan, runPlans } from "./run-plans.js";
import { settleInterrupted } from "./settle-interrupted.js";
import { type InterruptWatch, letSignalsIn } from "./watch-interrupt.js";

/** What the flags of `migrate` said. */
export interface MigrateFlags {
  yes: boolean;
  dryRun: boolean;
  diff: boolean;
}

/** Moves what these services log by `console`, and by loggers of their own, to the logger that was set up. */
export async function migrate(
  roots: readonly string[],
  flags: MigrateFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  const services = await findSetUps(roots);
  const confirmed = { ...flags, confirms: terminal.isInteractive && !flags.yes };
  const plan = async (root: string, at: string) => {
    settleInterrupted(root, flags, terminal);
    terminal.progress(`${at}Reading the package…`);
    // Long enough a stretch of work that a Ctrl+C must get in.
    return planMigrate(root, async (done, total, step) => {
      terminal.progress(`${at}${step} ${done}/${total}`);
      await letSignalsIn();
    });
  };
  const [only, ...others] = services;
  if (only !== undefined && others.length === 0) {
    const planned = await plan(only.root, "");
    refuseUnasked([{ ...planned, dir: only.dir }], flags, terminal);
    return runPlan(planned, confirmed, terminal, interrupts);
  }
  const outcomes: Outcome[] = [];
  for (const [index, service] of services.entries()) {
    const at = `${index + 1}/${services.length} ${service.dir}: `;
    outcomes.push(
      await keepFailure(service, async () => ({
        ...(await plan(service.root, at)),
        dir: service.dir,
      })),
    );
  }
  refuseUnasked(outcomes, flags, terminal);
  return runPlans(outcomes, [], confirmed, terminal, interrupts);
}

// Sources all over a repo change: somebody has to have said so.
function refuseUnasked(
  outcomes: readonly Outcome[],
  { yes, dryRun, diff }: MigrateFlags,
  { isInteractive }: Terminal,
): void {
  if (yes || dryRun || diff || isInteractive) return;
  const plans = outcomes.flatMap((each) => ("plan" in each ? [each.plan] : []));
  if (plans.every(changesNothing)) return;
  const count = plans.flatMap(({ steps }) => steps).filter(({ kind }) => kind !== "leave").length;
  throw new RefusedError(
    `There is no terminal to ask at, and ${count} files would change. Pass --yes to write them, or --dry-run to see the plan.`,
  );
}
