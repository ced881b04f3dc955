import { statSync } from "node:fs";
import { basename } from "node:path";
import { showTime } from "./format.js";
import { findReport } from "./list-reports.js";
import { describeOwner } from "./owner.js";
import { activePath } from "./rotation.js";
import { slotName } from "./slot-name.js";

/**
 * Says of a dead claim that its owner left no stop record, and how long it lived at least.
 * @param {string} directory
 * @param {string} service
 * @returns {string}
 */
export function describeEndedRun(directory, service, claim) {
  const name = slotName(service, claim.slot);
  const path = activePath(directory, name);
  const lastSign = Math.max(claim.refreshedAt, readWriteTime(path));
  const signs = [describeEnd(claim, lastSign)];
  const report = claim.owner && findReport(directory, name, claim.owner);
  if (report !== undefined) {
    signs.push(`the heap was full in that run, see '${report}': it may have recovered since`);
  }
  return `The run of ${describeHolder(claim)}, left no stop record in '${basename(path)}': ${signs.join("; ")}; last sign of life ${showTime(lastSign)}`;
}

function describeEnd({ signal }, lastSign) {
  const [name, time = ""] = signal?.split(" ") ?? [];
  const at = Date.parse(time);
  // Who lived on for so long after it ended of something else.
  if (name === undefined || lastSign - at > 60_000) return "killed, out of memory or power lost";
  const danger = name === "uncaughtException" ? "an uncaught error" : `it had received ${name}`;
  return `it ended after ${danger} at ${showTime(at)}`;
}

/**
 * Says why this process logs under another name from now on.
 * @param {string} directory
 * @param {string} to
 * @param {string} reason
 * @returns {string}
 */
export function describeMove(directory, to, reason) {
  return `${reason}: this process logs to '${activePath(directory, to)}'`;
}

/**
 * `pid 7, started …`, or the file where that does not tell.
 * @returns {string}
 */
export function describeHolder(claim) {
  if (claim === undefined) return "another process";
  if (claim.owner !== undefined) return describeOwner(claim.owner);
  return `the owner of '${basename(claim.path)}'`;
}

function readWriteTime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
