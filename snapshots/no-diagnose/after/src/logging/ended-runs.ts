import { type Claim, removeClaim } from "./claim.js";
import { describeEndedRun } from "./claim-notes.js";
import { listClaims } from "./list-claims.js";
import { isRunning } from "./owner.js";

// A claim whose owner can't be seen from here holds for so long after its last refresh.
const staleMs = 5 * 60_000;

/** Whether a claim counts. */
export function isAlive(claim: Claim, now: number): boolean {
  return isSeenRunning(claim, now) ?? now - claim.refreshedAt < staleMs;
}

/** Whether the owner of a claim runs; undefined where only the claim's age tells. */
export function isSeenRunning(claim: Claim, now: number): boolean | undefined {
  return claim.owner && isRunning(claim.owner, now - claim.refreshedAt);
}

/**
 * Removes the dead claims on all names of a service, and says what is to be said of their runs: one by
 * one, for what is removed and not said before this process dies is never said.
 */
export function sweepEndedRuns(
  directory: string,
  service: string,
  own: Claim,
  say: (note: string) => void,
): void {
  try {
    for (const claim of listClaims(directory, service)) {
      if (claim.path === own.path || isAlive(claim, own.refreshedAt)) continue;
      const note = bury(claim, directory, service);
      if (note !== undefined) say(note);
    }
  } catch {
    // What could not be looked at is left to the next start.
  }
}

/** Removes a dead claim. Of several that try, one gives what is to be said of its run, if anything. */
export function bury(dead: Claim, directory: string, service: string): string | undefined {
  const note = describeEndedRun(directory, service, dead);
  return removeClaim(dead) && dead.isHeld && !dead.isStopped ? note : undefined;
}
