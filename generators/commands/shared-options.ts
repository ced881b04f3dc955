import type { Command } from "commander";

/** Options of every command. */
export interface SharedOptions {
  yes: boolean;
  force: boolean;
  dryRun: boolean;
  diff: boolean;
  json: boolean;
  install: boolean;
  cwd?: string;
}

/** What an option is that was not said: a default of commander's own would stand behind each in the help. */
const unsaid = { yes: false, force: false, dryRun: false, diff: false, json: false };

/** Options as commander read them, complete. */
export function completeOptions<Options extends Partial<SharedOptions>>(
  options: Options,
): Options & typeof unsaid {
  return { ...unsaid, ...options };
}

/** Adds them to a command. */
export function addSharedOptions(command: Command): Command {
  return command
    .option("-y, --yes", "confirm, and take the default of every optional answer")
    .option(
      "--force",
      "overwrite a file that is in its place and is not ours, and write deleted ones again",
    )
    .option("--dry-run", "show the plan, write nothing")
    .option("--diff", "like --dry-run, with every change line by line")
    .option("--json", "print the plan as JSON, and nothing else, on standard output")
    .option("--no-install", "do not run the package manager")
    .option("--cwd <dir>", "run as if started in this directory");
}
