import { isMainThread } from "node:worker_threads";
import { type CallSite, findCallSite, unknownSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { state } from "./state.js";
import { reportProblem } from "./terminal-sink.js";
import { findThrowSite } from "./throw-site.js";
import { describeError } from "./traceback.js";

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
  const site = findThrowSite(error) ?? unknownSite;
  const isWritten = writeRecord("CRITICAL", site, `Uncaught ${describeError(error)}`);
  if (!isMainThread) return;
  if (!isHandled()) endQuietly(site, isWritten);
}

/** Node ends the program now, after its exit listeners, and then prints the error. */
function endQuietly(site: CallSite, isWritten: boolean): void {
  const ending = { cause: "an uncaught error", site };
  state.ending = ending;
  // The last listener takes that print away. Where nothing could be written, it is the last chance.
  const stop = (): void => process.exit(process.exitCode);
  if (isWritten) process.once("exit", stop);
  // Another monitor may have added a handler meanwhile, and the program goes on.
  setImmediate(() => {
    if (state.ending === ending) state.ending = undefined;
    process.removeListener("exit", stop);
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
