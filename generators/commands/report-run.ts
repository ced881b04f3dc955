import { quote } from "../answers/quote.js";
import { type ExitCode, exitCodes } from "../errors.js";
import type { Plan, Step } from "../plan/plan.js";
import { planToJson } from "../plan/plan-to-json.js";
import { showDiff } from "../plan/show-diff.js";
import { showPlan } from "../plan/show-plan.js";
import { describeInstall, type Install, type InstallResult } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";

/** Whether there is nothing to write. */
export function changesNothing(plan: Plan): boolean {
  return plan.steps.every(({ kind }) => kind === "leave");
}

/** The plan for a person, with the package manager's run that follows it. */
export function describePlan(plan: Plan, install: Install | undefined, terminal: Terminal): string {
  const shown = showPlan(plan, terminal.colors);
  return install === undefined ? shown : `${shown}\n\nThen runs: ${describeInstall(install)}`;
}

/** Every change of a plan, with a blank line behind it. */
export async function describeDiff(plan: Plan, { colors }: Terminal): Promise<string> {
  return `${(await showDiff(plan, colors)).trimEnd()}\n`;
}

/** A plan that was applied, for a person; in short where they saw it before. */
export function describeRun(
  plan: Plan,
  { isShown }: { isShown: boolean },
  terminal: Terminal,
): string {
  if (changesNothing(plan) && plan.conflicts.length === 0)
    return [
      plan.idle ?? `Nothing to do: the logging of ${quote(plan.service)} is up to date.`,
      ...plan.next,
    ].join("\n");
  return isShown
    ? describeDone(plan, terminal)
    : showPlan(plan, terminal.colors, { applied: true });
}

/** What `--dry-run` and `--diff` print. */
export async function reportPreview(
  plan: Plan,
  install: Install | undefined,
  flags: { diff: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (terminal.isJson) await printJson(plan, { applied: false }, terminal);
  else if (flags.diff) terminal.print(await describeDiff(plan, terminal));
  terminal.print(describePlan(plan, install, terminal));
  return conflictsOf(plan);
}

/** What a run prints that wrote, or had nothing to write. The plan itself only where it was not shown before. */
export async function reportRun(
  plan: Plan,
  installed: InstallResult,
  { isShown }: { isShown: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (terminal.isJson) await printJson(plan, { applied: true }, terminal);
  else terminal.print(describeRun(plan, { isShown }, terminal));
  if (installed.outcome === "interrupted") return exitCodes.interrupted;
  if (installed.outcome === "failed") return exitCodes.failed;
  return conflictsOf(plan);
}

function conflictsOf({ conflicts }: Plan): ExitCode {
  return conflicts.length > 0 ? exitCodes.conflicts : exitCodes.done;
}

async function printJson(
  plan: Plan,
  { applied }: { applied: boolean },
  terminal: Terminal,
): Promise<void> {
  const { planVersion, ...rest } = await planToJson(plan);
  terminal.printJson({ planVersion, applied, ...rest });
}

// A person who confirmed the plan has it on the screen already.
function describeDone({ steps, next, replay }: Plan, { colors }: Terminal): string {
  const count = (kind: Step["kind"], word: string): string[] => {
    const matching = steps.filter((step) => step.kind === kind).length;
    return matching === 0 ? [] : [`${matching} ${word}`];
  };
  const counts = [
    ...count("create", "created"),
    ...count("patch", "patched"),
    ...count("merge", "merged"),
    ...count("delete", "deleted"),
  ];
  return [
    `Done: ${counts.join(", ")}.`,
    "",
    colors.bold("Next"),
    ...next.map((line) => `  ${line}`),
    "",
    colors.bold("To repeat this run"),
    `  ${replay}`,
  ].join("\n");
}
