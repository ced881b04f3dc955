import { applyPlan, InterruptedTooLateError } from "../apply/apply-plan.js";
import { InterruptedError } from "../errors.js";
import { type Install, type InstallResult, installTypes } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import type { Outcome, PlannedService } from "./plan-services.js";
import { reportService } from "./report-services.js";
import { letSignalsIn } from "./watch-interrupt.js";

/** What became of every service, in their order. */
export interface ServicesRun {
  /** The services that were reached before a Ctrl+C. */
  outcomes: Outcome[];
  /** Folders of those that were not. */
  untouched: string[];
  installed: InstallResult[];
  isInterrupted: boolean;
}

/** Applies the plans one after the other, each whole or not at all, and reports each as it is done. */
export async function applyServices(
  planned: readonly Outcome[],
  { isShown }: { isShown: boolean },
  terminal: Terminal,
): Promise<ServicesRun> {
  const run: ServicesRun = { outcomes: [], untouched: [], installed: [], isInterrupted: false };
  const onInterrupt = (): void => {
    run.isInterrupted = true;
  };
  process.on("SIGINT", onInterrupt);
  try {
    for (const [index, service] of planned.entries()) {
      await letSignalsIn();
      const at = `${index + 1}/${planned.length} ${service.dir}:`;
      const outcome = run.isInterrupted ? undefined : await applyService(service, at, terminal);
      if (outcome === undefined) run.untouched.push(service.dir);
      else {
        run.outcomes.push(outcome);
        reportService(outcome, { isShown }, terminal);
      }
    }
    await letSignalsIn();
    const applied = run.outcomes.flatMap((each) => ("plan" in each ? [each] : []));
    for (const install of run.isInterrupted ? [] : joinInstalls(applied))
      run.installed.push(await installTypes(install, terminal));
  } finally {
    process.off("SIGINT", onInterrupt);
  }
  return run;
}

/** The package manager's runs that several services need: one for each workspace, in its root. */
export function joinInstalls(services: readonly PlannedService[]): Install[] {
  const joined = new Map<string, Install>();
  for (const { install, target } of services) {
    if (install === undefined) continue;
    const key = JSON.stringify([target.workspaceRoot, install.command, install.args]);
    // Run in one member, npm may install for that member alone.
    const cwd = joined.has(key) ? target.workspaceRoot : install.cwd;
    joined.set(key, { ...install, cwd });
  }
  return [...joined.values()];
}

// Undefined: a Ctrl+C came before anything was written.
async function applyService(
  service: Outcome,
  at: string,
  terminal: Terminal,
): Promise<Outcome | undefined> {
  if (!("plan" in service)) return service;
  try {
    await applyPlan(service.plan, {
      onStep: (done, total, file) => terminal.progress(`${at} Writing ${done}/${total} ${file}`),
    });
  } catch (error) {
    if (error instanceof InterruptedError) return undefined;
    if (!(error instanceof InterruptedTooLateError))
      return { dir: service.dir, root: service.plan.root, error };
  }
  return service;
}
