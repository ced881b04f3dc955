import type { Command } from "commander";
import type { RunCommand } from "./run-command.js";
import { addSharedOptions, completeOptions, type SharedOptions } from "./shared-options.js";

const examples = `
Generated files that were edited stay and are named. In files that were patched
our lines alone go, wherever they are by now. Where your code still imports the
folder, nothing is removed and the places are named.

Examples:
  create-logging remove           show what would go, and ask
  create-logging remove --diff    only show it, line by line
  create-logging remove services/api services/mail --yes
                                  no questions

Exit codes: 0 done or nothing to do, 1 failed, 2 refused: code still needs the
logging folder, or nobody confirmed, 130 Ctrl+C`;

/** `create-logging remove [dir...]`. */
export function addRemove(program: Command, run: RunCommand): void {
  const command = program
    .command("remove")
    .summary("take everything out again that create-logging put in")
    .description(
      "Takes the logging folder and every line of it out of a service again; what was there before comes back byte for byte.",
    )
    .argument("[dir...]", "the services' packages (default: the current directory)");
  addSharedOptions(command);
  for (const option of command.options)
    if (option.long === "--force")
      option.description =
        "delete generated files that were edited too, and remove what your code still imports";
  command.addHelpText("after", examples).action((dirs: string[], said: Partial<SharedOptions>) => {
    const options = completeOptions(said);
    return run(options, dirs, async (_root, terminal, interrupts, roots) => {
      const { remove } = await import("./remove.js");
      const { cwd: _cwd, install = true, ...same } = options;
      return remove(roots, { ...same, install }, terminal, interrupts);
    });
  });
}
