import type { Command } from "commander";
import type { Flags } from "../answers/answers.js";
import type { RunCommand } from "./run-command.js";
import { addSharedOptions, completeOptions, type SharedOptions } from "./shared-options.js";

const examples = `
Examples:
  create-logging                  ask, show the plan, write it
  create-logging --dry-run        show the plan, write nothing
  create-logging services/news --name news --yes
                                  no questions
  create-logging services/api services/worker --yes
                                  several services, each with a plan of its own
  create-logging --yes            in a workspace root: every service of it
  create-logging --child SCORER=news-scorer:src/scorer.ts
                                  a child process with a log file of its own
  create-logging services/scorer --target python --name scorer --yes
                                  a Python service, over Loguru
  create-logging --env-var NODE_ENV
                                  read the environment from NODE_ENV

Exit codes: 0 done or nothing to do, 1 failed, 2 refused, 3 conflicts to
resolve, 130 Ctrl+C; of several services the highest`;

interface ScaffoldOptions extends SharedOptions {
  name?: string;
  child?: string[];
  entry?: string[];
  target?: string;
  dir?: string;
  envVar?: string;
  format?: boolean;
  plop?: boolean;
}

/** `create-logging [dir...]`: the command without a name. */
export function addScaffold(program: Command, run: RunCommand): void {
  program
    .description("Writes a self-contained logging setup into a service repo that already exists.")
    .argument("[dir...]", "the services' packages, or a workspace (default: the current directory)")
    .option("--name <name>", "name of the service, also of its log file")
    .option(
      "--child <X[=name][:entry]>",
      "a child process it starts, named by NAME_CHILD_PROCESS_X (repeatable)",
      collect,
    )
    .option("--entry <file>", "an entrypoint, relative to [dir] (repeatable)", collect)
    .option("--target <target>", "node or python (default: what the folder holds)")
    .option("--dir <folder>", "where the logging folder goes, such as src/logging")
    .option("--env-var <variable>", "the variable that tells the environment")
    .option("--format", "format the files with the project's own prettier, biome, ruff or black")
    .option("--plop", "write a plopfile with our generators, or extend the one there")
    .option("--no-plop", "leave the plopfile alone");
  addSharedOptions(program)
    .addHelpText("after", examples)
    .action((dirs: string[], said: Partial<ScaffoldOptions>) => {
      const options = completeOptions(said);
      return run(options, dirs, async (_root, terminal, interrupts, roots) => {
        const [{ parseChildFlag }, { scaffold }] = await Promise.all([
          import("../answers/parse-child-flag.js"),
          import("./scaffold.js"),
        ]);
        const { child, entry, cwd: _cwd, install = true, ...same } = options;
        const flags: Flags = {
          ...same,
          install,
          ...(child === undefined ? {} : { children: child.map(parseChildFlag) }),
          ...(entry === undefined ? {} : { entries: entry }),
        };
        return scaffold(roots, flags, terminal, interrupts);
      });
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
