import type { Command } from "commander";
import type { AddChildFlags } from "../answers/answers.js";
import type { RunCommand } from "./run-command.js";
import { addSharedOptions, completeOptions, type SharedOptions } from "./shared-options.js";

const examples = `
Examples:
  create-logging add-child        ask, offering the places that start a process
  create-logging add-child SCORER --yes
                                  the usual name, and the places whose script
                                  suggests SCORER
  create-logging add-child SCORER --name news-scorer \\
      --entry src/scorer.ts --site src/index.ts:12
                                  no questions
  create-logging add-child DEDUPER --entry ../deduper/src/main.ts
                                  a child in another package of this repo, which
                                  gets its logging too

Exit codes: 0 done or nothing to do, 1 failed, 2 refused, 3 conflicts to
resolve, 130 Ctrl+C`;

interface AddChildOptions extends SharedOptions {
  name?: string;
  entry?: string;
  site?: string[];
  watch?: boolean;
}

/** `create-logging add-child [X]`. */
export function addAddChild(program: Command, run: RunCommand): void {
  const command = program
    .command("add-child")
    .summary("declare a child process: its name, its entrypoint, and where it is started")
    .description(
      "Declares a child process of the service here: a name and a log file of its own, asked for by the parent's guard, and given to it wherever it is started.",
    )
    .argument("[X]", "the child's descriptor, the X of NAME_CHILD_PROCESS_X")
    .option("--name <name>", "name of the child, also of its log file")
    .option(
      "--entry <file>",
      "the file that the child runs, in this package or another (- for none)",
    )
    .option("--site <file:line>", "a place that starts it (repeatable)", collect)
    .option("--watch", "leave a record in the parent's log when the child ends badly");
  addSharedOptions(command)
    .addHelpText("after", examples)
    .action((descriptor: string | undefined, said: Partial<AddChildOptions>) => {
      const options = completeOptions(said);
      return run(options, undefined, async (root, terminal, interrupts) => {
        const { addChild } = await import("./add-child.js");
        const { site, cwd: _cwd, install = true, ...same } = options;
        const flags: AddChildFlags = {
          ...same,
          install,
          ...(descriptor === undefined ? {} : { descriptor }),
          ...(site === undefined ? {} : { sites: site }),
        };
        return addChild(root, flags, terminal, interrupts);
      });
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
