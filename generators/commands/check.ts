import path from "node:path";
import type { CheckReport } from "../check/check.js";
import { checkService } from "../check/check-service.js";
import { chooseClauses } from "../check/choose-clauses.js";
import { isPassed, showTable } from "../check/show-table.js";
import { CreateLoggingError, describeError, type ExitCode, exitCodes } from "../errors.js";
import { inspectProject } from "../target/inspect-project.js";
import { findSetUps, type SetUp } from "./find-set-ups.js";
import type { Terminal } from "./open-terminal.js";
import { readSetUp } from "./read-set-up.js";
import { refuseInterrupted } from "./refuse-interrupted.js";
import { showHeading } from "./report-services.js";

type Outcome = { dir: string } & ({ report: CheckReport } | { error: unknown });

/** Checks the logging of each service, one after the other: a table each, and the highest exit code. */
export async function check(
  roots: readonly string[],
  only: readonly string[] | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const clauses = only === undefined ? undefined : chooseClauses(only);
  const outcomes: Outcome[] = [];
  const services = (await Promise.all(roots.map(listServices))).flat();
  for (const { dir, root } of services) {
    const outcome = await checkOne(root, dir, clauses, terminal);
    // Alone it is refused as any command refuses.
    if ("error" in outcome && services.length === 1) throw outcome.error;
    terminal.progress();
    outcomes.push(outcome);
    show(outcome, services.length > 1, terminal);
  }
  if (terminal.isJson) terminal.printJson(toJson(outcomes, services.length > 1));
  const codes = outcomes.map(codeOf);
  return codes.reduce((most, code) => (code > most ? code : most), exitCodes.done as ExitCode);
}

// A folder without any is refused when it is checked.
async function listServices(root: string): Promise<SetUp[]> {
  const itself = { dir: path.relative(process.cwd(), root) || ".", root };
  return findSetUps([root]).catch(() => [itself]);
}

async function checkOne(
  root: string,
  dir: string,
  only: readonly string[] | undefined,
  terminal: Terminal,
): Promise<Outcome> {
  try {
    terminal.progress(`${dir}: Reading…`);
    const target = await inspectProject(root);
    refuseInterrupted(target.root);
    const { answers } = await readSetUp(target);
    const onProgress = (done: number, total: number, clause: string) =>
      terminal.progress(`${dir}: ${done}/${total} ${clause}`);
    const options = only === undefined ? { onProgress } : { onProgress, only };
    return { dir, report: await checkService(target, answers, options) };
  } catch (error) {
    return { dir, error };
  }
}

function show(outcome: Outcome, isOneOfMany: boolean, terminal: Terminal): void {
  const heading = isOneOfMany ? `${showHeading(outcome.dir, terminal)}\n` : "";
  if ("error" in outcome) terminal.tell(`${heading}${describeError(outcome.error)}\n`);
  else terminal.print(`${heading}${showTable(outcome.report, terminal.colors)}${heading && "\n"}`);
}

function toJson(outcomes: readonly Outcome[], isMany: boolean): unknown {
  const each = outcomes.map((outcome) => {
    if ("error" in outcome) return { dir: outcome.dir, error: describeError(outcome.error) };
    const { root, service, rows } = outcome.report;
    return { root, service, passed: isPassed(outcome.report), rows };
  });
  if (!isMany) return { checkVersion: 1, ...each[0] };
  const passed = outcomes.every((outcome) => "report" in outcome && isPassed(outcome.report));
  const services = each.map((one, index) => ({ dir: outcomes[index]?.dir, ...one }));
  return { checkVersion: 1, passed, services };
}

function codeOf(outcome: Outcome): ExitCode {
  if ("report" in outcome) return isPassed(outcome.report) ? exitCodes.done : exitCodes.failed;
  return outcome.error instanceof CreateLoggingError ? outcome.error.exitCode : exitCodes.failed;
}
