import path from "node:path";
import type { Flags } from "../answers/answers.js";
import { checkFlags } from "../answers/check-flags.js";
import type { ExitCode } from "../errors.js";
import { inspectProject } from "../target/inspect-project.js";
import { answerQuestions } from "./answer-questions.js";
import { findSeveral } from "./find-several.js";
import type { Terminal } from "./open-terminal.js";
import { planPackage } from "./plan-package.js";
import { refuseLibrary } from "./refuse-library.js";
import { runPlan } from "./run-plans.js";
import { scaffoldServices } from "./scaffold-services.js";
import { settleInterrupted } from "./settle-interrupted.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/**
 * Writes the logging setup into each of these services, or brings it in line with other answers. A
 * workspace's root stands for its services.
 */
export async function scaffold(
  roots: readonly string[],
  flags: Flags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  checkFlags(flags);
  const services = await findSeveral(roots, flags, terminal);
  return services === undefined
    ? scaffoldOne(roots[0] ?? ".", flags, terminal, interrupts)
    : scaffoldServices(services, flags, terminal, interrupts);
}

async function scaffoldOne(
  root: string,
  flags: Flags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  settleInterrupted(root, flags, terminal);
  terminal.progress("Reading the package…");
  const target = await inspectProject(root, flags.target);
  await refuseLibrary(target, flags, path.relative(process.cwd(), root) || ".");
  const answered = await answerQuestions(flags, target, terminal);

  terminal.progress("Planning…");
  const planned = await planPackage({ ...answered, target }, flags);
  return runPlan(planned, flags, terminal, interrupts);
}
