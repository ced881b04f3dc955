import { realpathSync } from "node:fs";
import { quote } from "../answers/quote.js";
import { findJournal } from "../apply/journal.js";
import { RefusedError } from "../errors.js";

/** Refuses a service whose last run was killed, in a command that writes nothing: what is there is half of each. */
export function refuseInterrupted(root: string): void {
  if (findJournal(realpathSync(root)) === undefined) return;
  throw new RefusedError(
    `An earlier run in ${quote(root)} was interrupted. Run create-logging upgrade there to settle it.`,
  );
}
