"use strict";

const { uptime } = require("./exit");
const { findCallSite } = require("./location");
const { writeRecord } = require("./logger");
const { noteSignal, releaseName } = require("./release");

/** Leaves a record of each of these signals and changes nothing of what the signal does. */
function logSignals(signals) {
  for (const signal of signals) process.on(signal, onSignal);
}

function onSignal(signal) {
  process.removeListener(signal, onSignal);
  if (process.listenerCount(signal) > 0) {
    // A listener that is left decides as it would without us, and may end the process without a word.
    writeSignalRecord(`Received ${signal}`);
    noteSignal(signal);
  } else if (process.pid === 1) {
    // The kernel spares the first process of a container what a signal does by default: it lives on.
    process.on(signal, onSignal);
    writeSignalRecord(`Received ${signal}`);
  } else {
    writeSignalRecord(`Stopped by ${signal}`);
    releaseName();
    // The signal has its default effect, and the parent sees it. Were we to stay, a library doing the
    // same would wait for us, and we for it: a service that SIGTERM can't end.
    process.kill(process.pid, signal);
  }
}

function writeSignalRecord(text) {
  writeRecord("INFO", findCallSite(writeSignalRecord), `${text}, ${uptime()}`);
}

module.exports = { logSignals };
