import type { Debugger, Session } from "node:inspector";
import { createRequire } from "node:module";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { isCaptured, keepCapture } from "./captured.js";
import { makeRoomForReport } from "./heap-report.js";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { limitPauses } from "./pause-limit.js";
import { readPause } from "./read-pause.js";
import type { Callable } from "./stack-capture.js";
import { describeError } from "./traceback.js";

type Inspector = typeof import("node:inspector");
type Pause = Debugger.PausedEventDataType;

/**
 * Keeps the values of local variables where an error is thrown: V8 pauses there for an instant, as it
 * does for a debugger. Where one is attached that pause would last, so nothing is done there.
 */
export function captureVariables(): void {
  try {
    // Not an import, which would fail in a Node without the inspector, and the service with it.
    const inspector = createRequire(process.execPath)("node:inspector") as Inspector;
    const isDebugged = shareDebugged(inspector);
    if (!isDebugged()) watchErrors(new inspector.Session(), isDebugged);
  } catch {
    // No inspector in this Node, or none that may be used (--permission).
  }
}

function watchErrors(session: Session, isDebugged: () => boolean): void {
  session.connect();
  // Without this V8 keeps the source of every function that the program makes and drops.
  session.post("Debugger.enable", { maxScriptsCacheSize: 0 });
  const limit = limitPauses((state) => session.post("Debugger.setPauseOnExceptions", { state }));
  const stop = (): void => {
    limit.end();
    session.disconnect();
  };
  // Node says so when a debugger may connect from now on: `kill -USR1`, `inspector.open()`.
  (process as NodeJS.EventEmitter).on("internalMessage", () => isDebugged() && stop());
  session.on("Debugger.paused", function onPaused({ params }) {
    try {
      if (isDebugged()) return stop();
      if (params.reason !== "OOM") {
        return limit.spend(isCaught(params), () => keepVariables(session, params, onPaused));
      }
      // For a debugger V8 lets the heap grow to four times its limit: for as long as the session is there.
      recordFullHeap(session, params, onPaused);
      stop();
    } catch {
      // The values are an extra: the error itself is reported without them.
    }
  });
}

function isCaught({ data }: Pause): boolean {
  return (data as { uncaught?: boolean } | undefined)?.uncaught === false;
}

function keepVariables(session: Session, params: Pause, onPaused: Callable): void {
  const pause = readPause(session, params, onPaused);
  // Where an error is thrown again, the first place tells more.
  if (pause !== undefined && !isCaptured(pause.error)) keepCapture(pause.error, pause.frames);
}

/** V8 is about to end the process: the last record says where the memory went. */
function recordFullHeap(session: Session, params: Pause, onPaused: Callable): void {
  makeRoomForReport();
  const megabytes = Math.round(process.memoryUsage().heapUsed / 1e6);
  const error = new Error(`The heap is full: ${megabytes} MB are in use, the limit is reached`);
  Error.captureStackTrace(error, onPaused);
  keepCapture(error, readPause(session, params, onPaused)?.frames ?? []);
  writeRecord("CRITICAL", findCallSite(onPaused), describeError(error));
}

/** One flag for all threads: a worker does not see that its process is being debugged. */
function shareDebugged(inspector: Inspector): () => boolean {
  const key = "create-logging-debugged";
  const data: unknown = getEnvironmentData(key);
  const flag = data instanceof Int32Array ? data : new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(key, flag as never);
  return () => {
    if (isMainThread) Atomics.store(flag, 0, inspector.url() === undefined ? 0 : 1);
    return Atomics.load(flag, 0) === 1;
  };
}
