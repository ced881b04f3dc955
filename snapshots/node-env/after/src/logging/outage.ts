import { findCallSite } from "./location.js";
import { createRecord, type LogRecord } from "./record.js";
import { reportProblem } from "./terminal-sink.js";

/** A time in which a log file can't be written. */
export interface Outage {
  /** Records dropped since it began; 0 while all is well. */
  dropped: number;
  reason: string;
}

/** Counts a record that can't be written. The first is told of on stderr: one line per outage, not per record. */
export function countDropped(outage: Outage, path: string, error: unknown): void {
  outage.reason = error instanceof Error ? error.message : String(error);
  if (outage.dropped === 0) {
    report(outage, path, "can't be written, records are dropped until it can");
  }
  outage.dropped += 1;
}

/** Tells in the log, once it can be written again, what it lacks. */
export function describeOutage(outage: Outage): LogRecord {
  const text = `${outage.dropped} records were dropped before this one: ${outage.reason}`;
  return createRecord("WARNING", findCallSite(describeOutage), text);
}

/** Tells on stderr, at the end of the process, what the log lacks. */
export function reportLost(outage: Outage, path: string): void {
  report(outage, path, `lacks the last ${outage.dropped} records`);
}

function report({ reason }: Outage, path: string, what: string): void {
  reportProblem(findCallSite(report), `'${path}' ${what}: ${reason}`);
}
