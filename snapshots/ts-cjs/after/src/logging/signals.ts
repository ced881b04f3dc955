import { uptime } from "./exit";
import { findCallSite } from "./location";
import { writeRecord } from "./logger";
import { releaseName } from "./ownership";

/** Leaves a record of each of these signals and changes nothing of what the signal does. */
export function logSignals(signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) process.on(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  process.removeListener(signal, onSignal);
  const isHandled = process.listenerCount(signal) > 0;
  writeSignalRecord(`${isHandled ? "Received" : "Stopped by"} ${signal}, ${uptime()}`);
  if (!isHandled) releaseName();
  // A listener that is left decides as it would without us. Where none is, the signal has its default
  // effect, and the parent sees it. Were we to stay, a library doing the same would wait for us, and
  // we for it: a service that SIGTERM can't end.
  if (!isHandled) process.kill(process.pid, signal);
}

function writeSignalRecord(text: string): void {
  writeRecord("INFO", findCallSite(writeSignalRecord), text);
}
