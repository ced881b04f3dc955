import path from "node:path";
import type { AddChildFlags } from "../answers/answers.js";
import { createChildAsker } from "../answers/ask-child.js";
import { checkChildFlags } from "../answers/check-child-flags.js";
import { collectChild } from "../answers/collect-child.js";
import type { ExitCode } from "../errors.js";
import { findSites } from "../plan/note-surroundings.js";
import { inspectProject } from "../target/inspect-project.js";
import type { Terminal } from "./open-terminal.js";
import { planChildPackage, planParent } from "./plan-child.js";
import { parentFirst, readSetUp } from "./read-set-up.js";
import { runPlan, runPlans } from "./run-plans.js";
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
  const target = await inspectProject(root);
  const { answers: parent, configText } = await readSetUp(target, parentFirst);
  terminal.progress("Looking for places that start processes…");
  const sites = await findSites(target, parent);
  terminal.progress();
  const createAsker = terminal.isInteractive
    ? (taken: readonly string[]) => createChildAsker(target.root, taken)
    : undefined;
  const collected = await collectChild(flags, parent, target.root, sites, createAsker);

  terminal.progress("Planning…");
  const { place, child } = collected;
  const isElsewhere = place?.kind === "other package" && place.isSameRepo;
  if (isElsewhere) settleInterrupted(place.root, flags, terminal);
  const planned = await planParent(target, collected, sites, configText, flags);
  if (!isElsewhere) return runPlan(planned, flags, terminal, interrupts);
  // The child's package first: whatever stops there leaves the parent as it is.
  const plans = [await planChildPackage(place, child.name, flags), planned];
  const services = plans.map((each) => ({ ...each, dir: showRoot(each.target.root) }));
  return runPlans(services, [], flags, terminal, interrupts);
}

function showRoot(root: string): string {
  return path.relative(process.cwd(), root) || ".";
}
