import { findCallSite } from "./location.js";
import { createRecord } from "./record.js";
import { reportProblem } from "./terminal-sink.js";

/**
 * Counts a record that can't be written. The first is told of on stderr: one line per outage, not per record.
 * @param {string} path
 */
export function countDropped(outage, path, error) {
  outage.reason = error instanceof Error ? error.message : String(error);
  if (outage.dropped === 0) {
    report(outage, path, "can't be written, records are dropped until it can");
  }
  outage.dropped += 1;
}

/** Tells in the log, once it can be written again, what it lacks. */
export function describeOutage(outage) {
  const text = `${outage.dropped} records were dropped before this one: ${outage.reason}`;
  return createRecord("WARNING", findCallSite(describeOutage), text);
}

/**
 * Tells on stderr, at the end of the process, what the log lacks.
 * @param {string} path
 */
export function reportLost(outage, path) {
  report(outage, path, `lacks the last ${outage.dropped} records`);
}

function report({ reason }, path, what) {
  reportProblem(findCallSite(report), `'${path}' ${what}: ${reason}`);
}
