import { uptime, writeStop } from "./exit.js";
import { type CallSite, findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { noteDanger } from "./release.js";

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
  if (process.listenerCount(signal) > 0) {
    // A listener that is left decides as it would without us, and may end the process without a word.
    receive(signal);
    noteDanger(signal);
  } else if (process.pid === 1) {
    // The kernel spares the first process of a container what a signal does by default: it lives on.
    receive(signal);
  } else {
    writeStop("INFO", ownSite(), `Stopped by ${signal}`);
    // The signal has its default effect, and the parent sees it.
    process.kill(process.pid, signal);
  }
}

function receive(signal: NodeJS.Signals): void {
  writeRecord("INFO", ownSite(), `Received ${signal}, ${uptime()}`);
  process.nextTick(listen, signal);
}

function ownSite(): CallSite {
  return findCallSite(ownSite);
}
