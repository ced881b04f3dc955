import type { Command } from "commander";
import type { RunCommand } from "./run-command.js";
import { addSharedOptions, completeOptions, type SharedOptions } from "./shared-options.js";

const examples = `
Examples:
  create-logging migrate              show what changes, ask, write it
  create-logging migrate --diff       show every line that would change
  create-logging migrate --yes        no questions
  create-logging migrate services/api services/mail --yes
                                      several services, each with its plan

console.log, info, debug, warn and error become the logger's, with the same
arguments; a wait for the log ahead of process.exit becomes exitWithReason.
Whatever is not certain is left alone and listed with file, line and reason:
tests, command line tools, browser code, a console that is passed on.

Exit codes: 0 done or nothing to do, 1 failed, 2 refused, 130 Ctrl+C; of
several services the highest`;

/** `create-logging migrate [dir...]`. */
export function addMigrate(program: Command, run: RunCommand): void {
  const command = program
    .command("migrate")
    .description("move what is logged by console, and by other loggers, to the logger")
    .argument("[dir...]", "services, or a workspace (default: the current directory)");
  addSharedOptions(command)
    .addHelpText("after", examples)
    .action((dirs: string[], said: Partial<SharedOptions>) => {
      const options = completeOptions(said);
      return run(options, dirs, async (_root, terminal, interrupts, roots) => {
        const { migrate } = await import("./migrate.js");
        return migrate(roots, options, terminal, interrupts);
      });
    });
}
