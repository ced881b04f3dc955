import type { Flags } from "../answers/answers.js";
import { checkFlags } from "../answers/check-flags.js";
import { applyPlan } from "../apply/apply-plan.js";
import type { ExitCode } from "../errors.js";
import { planScaffold } from "../plan/plan-scaffold.js";
import { inspectTarget } from "../target/inspect-target.js";
import { answerQuestions } from "./answer-questions.js";
import { approvePlan } from "./approve-plan.js";
import { installTypes, planInstall } from "./install-types.js";
import type { Terminal } from "./open-terminal.js";
import { readVersion } from "./read-version.js";
import { reportPreview, reportRun } from "./report-run.js";
import { settleInterrupted } from "./settle-interrupted.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** Writes the logging setup into the package at `root`, or brings it in line with other answers. */
export async function scaffold(
  root: string,
  flags: Flags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  checkFlags(flags);
  settleInterrupted(root, flags, terminal);
  terminal.progress("Reading the package…");
  const target = await inspectTarget(root);
  const { answers, configText, ...collected } = await answerQuestions(flags, target, terminal);
  const asked = collected.asked || flags.confirms === true;

  terminal.progress("Planning…");
  const install = flags.install ? await planInstall(target, answers) : undefined;
  const plan = await planScaffold(answers, target, {
    force: flags.force,
    installs: install !== undefined,
    version: readVersion(),
    cwd: process.cwd(),
    ...(configText === undefined ? {} : { configText }),
  });
  if (flags.dryRun || flags.diff) return reportPreview(plan, install, flags, terminal);

  const isShown = await approvePlan(plan, install, { asked, target }, terminal);
  // From here on apply and the package manager decide what Ctrl+C means.
  await interrupts.stop();
  await applyPlan(plan, {
    onStep: (done, total, file) => terminal.progress(`Writing ${done}/${total} ${file}`),
  });
  const installed = await installTypes(install, terminal);
  return reportRun(plan, installed, { isShown }, terminal);
}
