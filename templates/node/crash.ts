import { isMainThread } from "node:worker_threads";
import { writeRecord } from "./logger.js";
import { state } from "./state.js";
import { writeToStderr } from "./terminal-sink.js";
import { describeError, findThrowSite } from "./traceback.js";

/**
 * Leaves a CRITICAL record of an uncaught exception or rejection. A monitor, not a handler: what the
 * program does about uncaught errors stays as it is.
 */
export function logCrash(): void {
  process.on("uncaughtExceptionMonitor", (error) => {
    try {
      const site = findThrowSite(error);
      const isWritten = writeRecord("CRITICAL", site, `Uncaught ${describeError(error)}`);
      if (isWritten) state.ending = { cause: "an uncaught error", site };
      if (isWritten && isMainThread && !isHandled()) process.once("uncaughtException", endQuietly);
    } catch (ownError) {
      writeToStderr(`The crash hook failed: ${String(ownError)}\n`);
    }
  });
}

/** Node's own end, without its second print of an error that is in the log. */
function endQuietly(): void {
  process.exit(1);
}

function isHandled(): boolean {
  return (
    process.listenerCount("uncaughtException") > 0 || process.hasUncaughtExceptionCaptureCallback()
  );
}
