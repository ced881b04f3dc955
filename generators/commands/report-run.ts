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

/** What `--dry-run` and `--diff` print. */
export async function reportPreview(
  plan: Plan,
  install: Install | undefined,
  flags: { diff: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (terminal.isJson) await printJson(plan, { applied: false }, terminal);
  else if (flags.diff) terminal.print(`${(await showDiff(plan, terminal.colors)).trimEnd()}\n`);
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
  else if (changesNothing(plan) && plan.conflicts.length === 0)
    terminal.print(
      [`Nothing to do: the logging of ${quote(plan.service)} is up to date.`, ...plan.next].join(
        "\n",
      ),
    );
  else if (isShown) terminal.print(describeDone(plan, terminal));
  else terminal.print(showPlan(plan, terminal.colors, { applied: true }));
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
