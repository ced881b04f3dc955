import type { Command } from "commander";
import { RefusedError } from "../errors.js";
import type { RunCommand } from "./run-command.js";
import { addSharedOptions, completeOptions, type SharedOptions } from "./shared-options.js";

const examples = `
Examples:
  create-logging upgrade              bring this service's logging up to date;
                                      in a workspace root: every service's
  create-logging upgrade --diff       show what would change, write nothing
  create-logging upgrade --check      for CI: exit code 1 where it is outdated
  create-logging upgrade --check --fail-on outdated,conflicted,drifted
                                      and where somebody edited it
  create-logging upgrade --restore    write deleted files again

Your edits stay: what was written last time, what is there and what is written
today are merged. Where both changed one place, conflict markers are left, as
git leaves them.

States: current; outdated: an upgrade changes it; drifted: edited by its owner;
conflicted: an upgrade leaves, or left, conflicts to resolve.

Exit codes: 0 done, nothing to do, or all is well; 1 a check failed; 2 refused;
3 conflicts to resolve; 130 Ctrl+C; of several services the highest`;

interface UpgradeOptions extends SharedOptions {
  check?: boolean;
  failOn?: string;
  restore?: boolean;
}

/** `create-logging upgrade [dir...]`. */
export function addUpgrade(program: Command, run: RunCommand): void {
  const command = program
    .command("upgrade")
    .description("bring the logging up to date with the standard; edits stay")
    .argument("[dir...]", "services, or a workspace (default: the current directory)")
    .option("--check", "say of each file how it stands, write nothing")
    .option("--fail-on <states>", "states that make --check fail (default: outdated,conflicted)")
    .option("--restore", "write the files of the logging folder again that were deleted");
  addSharedOptions(command)
    .addHelpText("after", examples)
    .action((dirs: string[], said: Partial<UpgradeOptions>) => {
      const options = completeOptions(said);
      return run(options, dirs, async (_root, terminal, interrupts, roots) => {
        const { check, failOn, install = true, restore = false } = options;
        if (failOn !== undefined && check !== true)
          throw new RefusedError("--fail-on belongs to --check. Pass both, or neither.");
        if (check === true) {
          const { checkUpgrade } = await import("./check-upgrade.js");
          return checkUpgrade(roots, { failOn }, terminal);
        }
        const { upgrade } = await import("./upgrade.js");
        return upgrade(roots, { ...options, install, restore }, terminal, interrupts);
      });
    });
}
