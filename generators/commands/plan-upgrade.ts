import path from "node:path";
import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { readTargetFile } from "../plan/file-text.js";
import { lockFileName } from "../plan/lock-file.js";
import { printUpgradeReplay } from "../plan/replay-command.js";
import { inspectProject } from "../target/inspect-project.js";
import { type PlannedPackage, planPackage } from "./plan-package.js";
import { readSetUp } from "./read-set-up.js";
import { readVersion } from "./read-version.js";

/** What an upgrade of one service would do. Nothing is written. */
export async function planUpgrade(
  root: string,
  flags: { force: boolean; install: boolean; restore: boolean },
): Promise<PlannedPackage> {
  const target = await inspectProject(root);
  const { answers, configText } = await readSetUp(target);
  if (readTargetFile(target.root, lockFileName) === undefined)
    throw new RefusedError(
      `${quote(path.basename(root))} has no '${lockFileName}': what was written last time is not known. Restore it from version control, or run create-logging --force to write the logging folder anew.`,
    );
  return planPackage({ target, answers, configText, asked: false }, flags, {
    surroundings: "known",
    restores: flags.restore,
    replay: printUpgradeReplay(target.root, readVersion(), { restores: flags.restore }),
  });
}
