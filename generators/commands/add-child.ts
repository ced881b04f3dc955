import type { AddChildFlags } from "../answers/answers.js";
import { createChildAsker } from "../answers/ask-child.js";
import { checkChildFlags } from "../answers/check-child-flags.js";
import { collectChild } from "../answers/collect-child.js";
import { applyPlan } from "../apply/apply-plan.js";
import { type ExitCode, exitCodes } from "../errors.js";
import { inspectTarget } from "../target/inspect-target.js";
import { approvePlan } from "./approve-plan.js";
import { installTypes } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import { type PackagePlan, planChildPackage, planParent } from "./plan-child.js";
import { readParent } from "./read-parent.js";
import { reportPreview, reportRun } from "./report-run.js";
import { settleInterrupted } from "./settle-interrupted.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** Declares a child process of the service at `root`, and gives it its name wherever it is started. */
export async function addChild(
  root: string,
  flags: AddChildFlags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  checkChildFlags(flags);
  settleInterrupted(root, flags, terminal);
  terminal.progress("Reading the package…");
  const target = await inspectTarget(root);
  const { answers: parent, configText } = await readParent(target);
  terminal.progress("Looking for places that start processes…");
  const { findSpawnSites } = await import("../patch/spawn/find-spawn-sites.js");
  const sites = await findSpawnSites(target, parent);
  terminal.progress();
  const createAsker = terminal.isInteractive
    ? (taken: readonly string[]) => createChildAsker(target.root, taken)
    : undefined;
  const collected = await collectChild(flags, parent, target.root, sites, createAsker);

  terminal.progress("Planning…");
  const { place, child } = collected;
  const isElsewhere = place?.kind === "other package" && place.isSameRepo;
  if (isElsewhere) settleInterrupted(place.root, flags, terminal);
  // The child's package first: whatever stops there leaves the parent as it is.
  const plans = [
    ...(isElsewhere ? [await planChildPackage(place, child.name, flags)] : []),
    await planParent(target, collected, sites, configText, flags),
  ];
  const asked = collected.asked || flags.confirms === true;
  return runPlans(plans, { ...flags, asked }, terminal, interrupts);
}

async function runPlans(
  plans: readonly PackagePlan[],
  { dryRun, diff, asked }: AddChildFlags & { asked: boolean },
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  let worst: ExitCode = exitCodes.done;
  const approved: { isShown: boolean }[] = [];
  for (const { plan, install, target } of plans) {
    if (dryRun || diff) worst = max(worst, await reportPreview(plan, install, { diff }, terminal));
    else approved.push({ isShown: await approvePlan(plan, install, { asked, target }, terminal) });
  }
  if (dryRun || diff) return worst;
  await interrupts.stop();
  for (const [index, { plan, install }] of plans.entries()) {
    await applyPlan(plan, {
      onStep: (done, total, file) => terminal.progress(`Writing ${done}/${total} ${file}`),
    });
    const installed = await installTypes(install, terminal);
    const { isShown } = approved[index] ?? { isShown: false };
    worst = max(worst, await reportRun(plan, installed, { isShown }, terminal));
  }
  return worst;
}

function max(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
