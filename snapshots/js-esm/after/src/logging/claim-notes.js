import { statSync } from "node:fs";
import { basename } from "node:path";
import { showTime } from "./format.js";
import { listReports } from "./list-reports.js";
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
  const lastSign = showTime(Math.max(claim.refreshedAt, readWriteTime(path)));
  let end = describeEnd(claim);
  const report = listReports(directory, name).find((file) =>
    file.endsWith(`.${claim.owner?.pid}.report.json`),
  );
  if (report !== undefined) end = `out of memory, see '${report}'`;
  return `The run of ${describeHolder(claim)}, left no stop record in '${basename(path)}': ${end}; last sign of life ${lastSign}`;
}

function describeEnd({ signal }) {
  const [name, time = ""] = signal?.split(" ") ?? [];
  if (name === undefined) return "killed, out of memory or power lost";
  return `it ended after it had received ${name} at ${showTime(Date.parse(time))}`;
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
