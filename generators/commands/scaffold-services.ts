import type { Flags } from "../answers/answers.js";
import type { ExitCode } from "../errors.js";
import type { FoundPackage } from "../target/find-services.js";
import type { Project } from "../target/project.js";
import type { Terminal } from "./open-terminal.js";
import { planServices } from "./plan-services.js";
import { runPlans } from "./run-plans.js";
import type { InterruptWatch } from "./watch-interrupt.js";

/** One of the services of a run. */
export interface Service {
  /** As a person is shown it: relative to the folder that they named, or to where they are. */
  dir: string;
  root: string;
  /** The inspection, where it was made to choose among packages. */
  target?: Project;
  /** What keeps it from being inspected. */
  error?: Error;
}

/** The services of a run, and the packages beside them that it does not touch. */
export interface ServiceChoice {
  services: Service[];
  leftAlone: FoundPackage[];
  /** Whether a person chose them; then they also confirm the plans. */
  asked: boolean;
}

/** One plan and one report for each service; what fails in one leaves the others whole. */
export async function scaffoldServices(
  { services, leftAlone, asked }: ServiceChoice,
  flags: Flags,
  terminal: Terminal,
  interrupts: InterruptWatch,
): Promise<ExitCode> {
  const outcomes = await planServices(services, flags, terminal);
  const confirms = asked || flags.confirms === true;
  return runPlans(outcomes, leftAlone, { ...flags, confirms }, terminal, interrupts);
}
