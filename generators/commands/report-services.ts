import path from "node:path";
import { quote } from "../answers/quote.js";
import { showPath } from "../apply/confine-path.js";
import {
  CreateLoggingError,
  describeError,
  type ExitCode,
  exitCodes,
  InterruptedError,
  RefusedError,
} from "../errors.js";
import { type PlanJson, planToJson } from "../plan/plan-to-json.js";
import { quoteShell } from "../plan/quote-shell.js";
import type { FoundPackage } from "../target/find-services.js";
import { describeVerdict, type Role } from "../target/judge-package.js";
import { joinInstalls, type ServicesRun } from "./apply-services.js";
import { describeInstall } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import type { FailedService, Outcome } from "./plan-services.js";
import { changesNothing, describeDiff, describePlan, describeRun } from "./report-run.js";

/** What `--json` prints for several services: for each what it prints for one, or why there is no plan. */
export interface ServicesJson {
  planVersion: 1;
  applied: boolean;
  services: (({ dir: string } & Omit<PlanJson, "planVersion">) | { dir: string; error: string })[];
  leftAlone: { dir: string; role: Role; reason: string }[];
}

/** Every plan for a person, each under its heading, and what is left alone. */
export function describePlans(
  outcomes: readonly Outcome[],
  leftAlone: readonly FoundPackage[],
  terminal: Terminal,
): string {
  const planned = outcomes.flatMap((each) => ("plan" in each ? [each] : []));
  const runs = joinInstalls(planned).map(describeInstall);
  return [
    ...outcomes.map((each) => {
      const text =
        "plan" in each ? describePlan(each.plan, undefined, terminal) : describeFailure(each);
      return `${showHeading(each.dir, terminal)}\n${text}`;
    }),
    ...describeLeftAlone(leftAlone, terminal),
    ...(runs.length === 0 ? [] : [`Then runs: ${runs.join(", ")}`]),
  ].join("\n\n");
}

/** What `--dry-run` and `--diff` print. */
export async function reportPlans(
  outcomes: readonly Outcome[],
  leftAlone: readonly FoundPackage[],
  flags: { diff: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  if (terminal.isJson) await printJson(outcomes, leftAlone, { applied: false }, terminal);
  else if (flags.diff)
    for (const each of outcomes)
      if ("plan" in each)
        terminal.print(
          `${showHeading(each.dir, terminal)}\n${await describeDiff(each.plan, terminal)}`,
        );
  terminal.print(describePlans(outcomes, leftAlone, terminal));
  return highest(outcomes.map(codeOf));
}

/** What one service came to, as soon as it is known: a failure goes to standard error. */
export function reportService(
  outcome: Outcome,
  { isShown }: { isShown: boolean },
  terminal: Terminal,
): void {
  const heading = showHeading(outcome.dir, terminal);
  if ("plan" in outcome)
    terminal.print(`${heading}\n${describeRun(outcome.plan, { isShown }, terminal)}\n`);
  else terminal.tell(`${heading}\n${describeFailure(outcome)}\n`);
}

/** The end of a run: what became of all, and what was left alone. */
export async function reportServices(
  run: ServicesRun,
  leftAlone: readonly FoundPackage[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { outcomes, untouched, installed } = run;
  const unreached = untouched.map((dir) => ({ dir, root: "", error: new InterruptedError() }));
  if (terminal.isJson)
    await printJson([...outcomes, ...unreached], leftAlone, { applied: true }, terminal);
  terminal.print([...describeLeftAlone(leftAlone, terminal), countOutcomes(run)].join("\n\n"));
  const isInterrupted =
    run.isInterrupted || installed.some(({ outcome }) => outcome === "interrupted");
  if (isInterrupted) {
    terminal.tell(describeInterruption(run));
    return exitCodes.interrupted;
  }
  const isFailed = installed.some(({ outcome }) => outcome === "failed");
  return highest([...outcomes.map(codeOf), ...(isFailed ? [exitCodes.failed] : [])]);
}

/** What stands above all that is said of a service. */
export function showHeading(dir: string, { colors }: Terminal): string {
  return colors.bold(`=== ${showPath(dir)} ===`);
}

// What a refusal says to pass belongs to this service: it can't be passed for all of them.
function describeFailure({ dir, root, error }: FailedService): string {
  const text = describeError(error);
  if (!(error instanceof RefusedError) || !/ --(?:entry|dir|name|child)\b/.test(text)) return text;
  // The root of a workspace is meant alone where an entrypoint is passed.
  if (dir === ".") return text;
  const folder = path.relative(process.cwd(), root).replace(/^-/, "./-") || ".";
  return `${text}\nFor this one alone: create-logging ${quoteShell(folder)}`;
}

function describeLeftAlone(packages: readonly FoundPackage[], { colors }: Terminal): string[] {
  if (packages.length === 0) return [];
  const lines = packages.map(
    (each) => `  ${showPath(each.dir)}: ${showPath(describeVerdict(each))}`,
  );
  return [[colors.bold("Left alone"), ...lines].join("\n")];
}

function countOutcomes({ outcomes, untouched }: ServicesRun): string {
  const count = outcomes.length + untouched.length;
  const planned = outcomes.flatMap((each) => ("plan" in each ? [each.plan] : []));
  const same = planned.filter(changesNothing).length;
  const failed = outcomes.filter((each) => !("plan" in each)).map(({ dir }) => quote(dir));
  const parts = [
    [planned.length - same, "written"],
    [same, "up to date"],
    [failed.length, `failed (${failed.join(", ")})`],
    [untouched.length, "untouched"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${count === 1 ? "1 service" : `${count} services`}: ${told.join(", ")}.`;
}

function describeInterruption({ outcomes, untouched }: ServicesRun): string {
  const whole = outcomes.flatMap((each) => ("plan" in each ? [quote(each.dir)] : []));
  const parts = [
    ...(whole.length === 0 ? [] : [`${whole.join(", ")}: written whole.`]),
    ...(untouched.length === 0 ? [] : [`${untouched.map(quote).join(", ")}: untouched.`]),
  ];
  return `Interrupted. ${parts.join(" ")}`.trimEnd();
}

function codeOf(outcome: Outcome): ExitCode {
  if ("plan" in outcome)
    return outcome.plan.conflicts.length > 0 ? exitCodes.conflicts : exitCodes.done;
  return outcome.error instanceof CreateLoggingError ? outcome.error.exitCode : exitCodes.failed;
}

function highest(codes: ExitCode[]): ExitCode {
  return codes.reduce((most, code) => (code > most ? code : most), exitCodes.done as ExitCode);
}

async function printJson(
  outcomes: readonly Outcome[],
  leftAlone: readonly FoundPackage[],
  { applied }: { applied: boolean },
  terminal: Terminal,
): Promise<void> {
  const services: ServicesJson["services"] = [];
  for (const each of outcomes) {
    const { dir } = each;
    if ("plan" in each) {
      const { planVersion: _, ...plan } = await planToJson(each.plan);
      services.push({ dir, ...plan });
    } else services.push({ dir, error: describeError(each.error) });
  }
  const json: ServicesJson = {
    planVersion: 1,
    applied,
    services,
    leftAlone: leftAlone.map(({ dir, role, reason }) => ({ dir, role, reason })),
  };
  terminal.printJson(json);
}
