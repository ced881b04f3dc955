import { uptime } from "./exit.js";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
// % if (it.features.ownership) {
import { noteSignal, releaseName } from "./release.js";
// % }

/** Leaves a record of each of these signals and changes nothing of what the signal does. */
export function logSignals(signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) listen(signal);
}

/** First, so that by their turn the others see themselves alone: some step back where they are not. */
function listen(signal: NodeJS.Signals): void {
  process.prependListener(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  process.removeListener(signal, onSignal);
  const isDecidedByOthers = process.listenerCount(signal) > 0;
  // The kernel spares the first process of a container what a signal does by default: it lives on.
  if (!isDecidedByOthers && process.pid !== 1) {
    end(signal);
    return;
  }
  writeSignalRecord(`Received ${signal}`);
  // % if (it.features.ownership) {
  // A listener may end the process without a word.
  if (isDecidedByOthers) noteSignal(signal);
  // % }
  process.nextTick(listen, signal);
}

function end(signal: NodeJS.Signals): void {
  writeSignalRecord(`Stopped by ${signal}`);
  // % if (it.features.ownership) {
  releaseName();
  // % }
  // The signal has its default effect, and the parent sees it.
  process.kill(process.pid, signal);
}

function writeSignalRecord(text: string): void {
  writeRecord("INFO", findCallSite(writeSignalRecord), `${text}, ${uptime()}`);
}
