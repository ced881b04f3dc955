"use strict";

const { isMainThread } = require("node:worker_threads");
const { findCallSite } = require("./location");
const { writeRecord } = require("./logger");
const { state } = require("./state");
const { reportProblem } = require("./terminal-sink");
const { describeError, findThrowSite } = require("./traceback");

/**
 * Leaves a CRITICAL record of an uncaught exception or rejection. A monitor, not a handler: what the
 * program does about uncaught errors stays as it is.
 */
function logCrash() {
  process.on("uncaughtExceptionMonitor", (error) => {
    try {
      recordCrash(error);
    } catch (ownError) {
      // Thrown on from here, it would be reported in the place of the original.
      reportOwnError(ownError);
    }
  });
}

function recordCrash(error) {
  const site = findThrowSite(error) ?? findCallSite(recordCrash);
  const isWritten = writeRecord("CRITICAL", site, `Uncaught ${describeError(error)}`);
  // Where nothing could be written, Node's own report on stderr is the last chance.
  if (!isWritten || !isMainThread || isHandled()) return;
  // Node's own end of an uncaught error, without its second print of what is in the log.
  process.once("uncaughtException", () => {
    if (isHandled()) return;
    state.ending = { cause: "an uncaught error", site };
    process.exit(1);
  });
}

/** Whether the program itself decides what happens after an uncaught error. */
function isHandled() {
  return (
    process.listenerCount("uncaughtException") > 0 || process.hasUncaughtExceptionCaptureCallback()
  );
}

function reportOwnError(error) {
  reportProblem(findCallSite(reportOwnError), `The crash hook failed: ${describeError(error)}`);
}

module.exports = { logCrash };
