import path from "node:path";
import { type ExitCode, InterruptedError, RefusedError } from "../errors.js";
import { losesDependencies } from "../plan/loses-dependencies.js";
import { planRemove } from "../plan/plan-remove.js";
import { inspectProject } from "../target/inspect-project.js";
import { resolveInstall } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import type { PlannedPackage } from "./plan-package.js";
import type { Outcome } from "./plan-services.js";
import { readVersion } from "./read-version.js";
import { changesNothing } from "./report-run.js";
import { runPlan, runPlans } from "./run-plans.js";
import { settleInterrupted } from "./settle-interrupted.js";
import type { SharedOptions } from "./shared-options.js";
import type { InterruptWatch } from "./watch-interrupt.js";

type RemoveFlags = Omit<SharedOptions, "cwd">;

/** Takes everything out of these services again that was put in. */
export async function remove(
  roots: readonly string[],
  flags: RemoveFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  const [root = ".", ...others] = roots;
  if (others.length === 0) {
    const planned = await planOne(root, flags, terminal);
    refuseUnasked([planned], roots, flags, terminal);
    return runPlan(planned, flags, terminal, interrupts);
  }
  const outcomes: Outcome[] = [];
  for (const each of roots) outcomes.push(await planService(each, flags, terminal));
  const planned = outcomes.flatMap((outcome) => ("plan" in outcome ? [outcome] : []));
  refuseUnasked(planned, roots, flags, terminal);
  return runPlans(outcomes, [], flags, terminal, interrupts);
}

async function planOne(
  root: string,
  flags: RemoveFlags,
  terminal: Terminal,
): Promise<PlannedPackage> {
  settleInterrupted(root, flags, terminal);
  terminal.progress("Reading the package…");
  const target = await inspectProject(root);
  terminal.progress("Planning…");
  const options = { force: flags.force, version: readVersion(), cwd: process.cwd() };
  const plan = await planRemove(target, { ...options, installs: flags.install });
  const install =
    flags.install && losesDependencies(plan.steps) ? await resolveInstall(target) : undefined;
  terminal.progress();
  return { target, plan, install, asked: !flags.yes };
}

async function planService(root: string, flags: RemoveFlags, terminal: Terminal): Promise<Outcome> {
  const dir = fromHere(root);
  try {
    return { ...(await planOne(root, flags, terminal)), dir };
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return { dir, root, error };
  }
}

// It deletes files: somebody has to have said so.
function refuseUnasked(
  planned: readonly PlannedPackage[],
  roots: readonly string[],
  { yes, dryRun, diff }: RemoveFlags,
  { isInteractive }: Terminal,
): void {
  const isIdle = planned.every(({ plan }) => changesNothing(plan));
  if (yes || dryRun || diff || isInteractive || isIdle) return;
  const dirs = roots.map(fromHere).filter((dir) => dir !== ".");
  throw new RefusedError(
    `There is no terminal to confirm at, and files would be deleted. To look first: ${["create-logging remove", ...dirs, "--dry-run"].join(" ")}; to do it, pass --yes.`,
  );
}

function fromHere(root: string): string {
  return path.relative(process.cwd(), root) || ".";
}
