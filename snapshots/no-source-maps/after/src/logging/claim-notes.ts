import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Claim } from "./claim.js";
import { showTime } from "./format.js";
import { findReport } from "./list-reports.js";
import { describeOwner } from "./owner.js";
import { activePath } from "./rotation.js";
import { slotName } from "./slot-name.js";

/** Says of a dead claim that its owner left no stop record, and how long it lived at least. */
export function describeEndedRun(directory: string, service: string, claim: Claim): string {
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

function describeEnd({ signal }: Claim, lastSign: number): string {
  const [name, time = ""] = signal?.split(" ") ?? [];
  const at = Date.parse(time);
  // Who lived on for so long after it ended of something else.
  if (name === undefined || lastSign - at > 60_000) return "killed, out of memory or power lost";
  const danger = name === "uncaughtException" ? "an uncaught error" : `it had received ${name}`;
  return `it ended after ${danger} at ${showTime(at)}`;
}

/** Says why this process logs under another name from now on. */
export function describeMove(directory: string, to: string, reason: string): string {
  return `${reason}: this process logs to '${activePath(directory, to)}'`;
}

/** `pid 7, started …`, or the file where that does not tell. */
export function describeHolder(claim: Claim | undefined): string {
  if (claim === undefined) return "another process";
  if (claim.owner !== undefined) return describeOwner(claim.owner);
  return `the owner of '${basename(claim.path)}'`;
}

function readWriteTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
