import type { Command } from "commander";
import type { RunCommand } from "./run-command.js";

const examples = `
Examples:
  create-logging check                    the service here
  create-logging check services/*         several, a table each; in a
                                          workspace root all of them
  create-logging check --only EXIT        clauses that begin with EXIT
  create-logging check --json > check.json

Exit codes: 0 all passed, 1 something failed, 2 refused (not set up, or not
readable), 130 Ctrl+C; of several services the highest`;

interface CheckCommandOptions {
  only?: string[];
  json?: true;
  cwd?: string;
}

/** `create-logging check [dir...]`. */
export function addCheck(program: Command, run: RunCommand): void {
  program
    .command("check")
    .summary("try the logging of a service against the standard, clause by clause")
    .description(
      "Tries the logging of a service, edited files included: looks at the repo, then runs the service's own logging folder in a temporary directory, with real signals and kills. Writes nothing in the repo.",
    )
    .argument("[dir...]", "the services; the current directory if none is named")
    .option(
      "--only <clause>",
      "look only at this clause, or family of clauses (repeatable)",
      collect,
    )
    .option("--json", "print the result as JSON, and nothing else, on standard output")
    .option("--cwd <dir>", "run as if started in this directory")
    .addHelpText("after", examples)
    .action((dirs: string[], { only, json, cwd }: CheckCommandOptions) => {
      const options = { json: json === true, ...(cwd === undefined ? {} : { cwd }) };
      return run(options, dirs, async (_root, terminal, _interrupts, roots) => {
        const { check } = await import("./check.js");
        return check(roots, only, terminal);
      });
    });
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
