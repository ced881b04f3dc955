import { realpathSync } from "node:fs";
import { findJournal } from "../apply/journal.js";
import { recoverInterrupted } from "../apply/recover-interrupted.js";
import { RefusedError } from "../errors.js";
import type { Terminal } from "./open-terminal.js";

/** Completes or takes back a run that was killed here, and says so; a preview may not write, so it refuses instead. */
export function settleInterrupted(
  root: string,
  { dryRun, diff }: { dryRun: boolean; diff: boolean },
  terminal: Terminal,
): void {
  if (dryRun || diff) {
    if (findJournal(realpathSync(root)) === undefined) return;
    throw new RefusedError(
      `An earlier run in '${root}' was interrupted, so a preview would be wrong. Run without --dry-run and --diff to settle it first.`,
    );
  }
  const { outcome, kept } = recoverInterrupted(root);
  if (outcome !== "nothing")
    terminal.tell(`An earlier run was interrupted here; it was ${outcome} first.`);
  for (const file of kept) terminal.tell(`'${file}' had been changed since and was kept as it is.`);
}
