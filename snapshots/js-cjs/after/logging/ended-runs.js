"use strict";

const { removeClaim } = require("./claim");
const { describeEndedRun } = require("./claim-notes");
const { listClaims } = require("./list-claims");
const { isRunning } = require("./owner");

// A claim whose owner can't be seen from here holds for so long after its last refresh.
const staleMs = 5 * 60_000;

/**
 * Whether a claim counts.
 * @param {number} now
 * @returns {boolean}
 */
function isAlive(claim, now) {
  return isSeenRunning(claim, now) ?? now - claim.refreshedAt < staleMs;
}

/**
 * Whether the owner of a claim runs; undefined where only the claim's age tells.
 * @param {number} now
 * @returns {boolean | undefined}
 */
function isSeenRunning(claim, now) {
  return claim.owner && isRunning(claim.owner, now - claim.refreshedAt);
}

/**
 * Removes the dead claims on all names of a service, and says what is to be said of their runs: one by
 * one, for what is removed and not said before this process dies is never said.
 * @param {string} directory
 * @param {string} service
 * @param {(note: string) => void} say
 */
function sweepEndedRuns(directory, service, own, say) {
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

/**
 * Removes a dead claim. Of several that try, one gives what is to be said of its run, if anything.
 * @param {string} directory
 * @param {string} service
 * @returns {string | undefined}
 */
function bury(dead, directory, service) {
  const note = describeEndedRun(directory, service, dead);
  return removeClaim(dead) && dead.isHeld && !dead.isStopped ? note : undefined;
}

module.exports = { isAlive, isSeenRunning, sweepEndedRuns, bury };
