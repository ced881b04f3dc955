import { isMainThread } from "node:worker_threads";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { state } from "./state.js";
import { reportProblem } from "./terminal-sink.js";
import { describeError, findThrowSite } from "./traceback.js";

/**
 * Leaves a CRITICAL record of an uncaught exception or rejection. A monitor, not a handler: what the
 * program does about uncaught errors stays as it is.
 */
export function logCrash(): void {
  process.on("uncaughtExceptionMonitor", (error) => {
    try {
      recordCrash(error);
    } catch (ownError) {
      // Thrown on from here, it would be reported in the place of the original.
      reportOwnError(ownError);
    }
  });
}

function recordCrash(error: unknown): void {
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
function isHandled(): boolean {
  return (
    process.listenerCount("uncaughtException") > 0 || process.hasUncaughtExceptionCaptureCallback()
  );
}

function reportOwnError(error: unknown): void {
  reportProblem(findCallSite(reportOwnError), `The crash hook failed: ${describeError(error)}`);
}
