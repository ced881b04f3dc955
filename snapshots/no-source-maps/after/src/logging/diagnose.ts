import type { Debugger, Session } from "node:inspector";
import { createRequire } from "node:module";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { isCaptured, keepCapture } from "./captured.js";
import type { Service } from "./env.js";
import { countThreads, recordFullHeap } from "./full-heap.js";
import { limitPauses } from "./pause-limit.js";
import { type ReadPause, readPause } from "./read-pause.js";

type Inspector = typeof import("node:inspector");
type Pause = Debugger.PausedEventDataType;

/**
 * Keeps the values of local variables where an error is thrown: V8 pauses there for an instant, as it
 * does for a debugger. Where one is attached that pause would last, so nothing is done there.
 */
export function captureVariables(service: Service): void {
  try {
    // Not an import, which would fail in a Node without the inspector, and the service with it.
    const inspector = createRequire(process.execPath)("node:inspector") as Inspector;
    const isDebugged = shareDebugged(inspector);
    if (!isDebugged()) watchErrors(service, new inspector.Session(), isDebugged);
  } catch {
    // No inspector in this Node, or none that may be used (--permission).
  }
}

function watchErrors(service: Service, session: Session, isDebugged: () => boolean): void {
  session.connect();
  countThreads();
  const limit = limitPauses((state) => {
    if (state === "off") return session.post("Debugger.disable");
    // Without this V8 keeps the source of every function that the program makes and drops.
    session.post("Debugger.enable", { maxScriptsCacheSize: 0 });
    session.post("Debugger.setPauseOnExceptions", { state });
  });
  const stop = (): void => {
    limit.end();
    session.disconnect();
  };
  listen(process, () => isDebugged() && stop());
  session.on("Debugger.paused", function onPaused({ params }) {
    const read = (): ReadPause | undefined => {
      try {
        return readPause(session, params, onPaused);
      } catch {
        return undefined; // the values are an extra: the error is reported without them
      }
    };
    try {
      if (isDebugged()) return stop();
      if (params.reason === "OOM") recordFullHeap(service, read()?.frames ?? [], onPaused);
      else limit.spend(isCaught(params), () => keepVariables(read()));
    } catch {
      // Nothing of ours is thrown into the program.
    } finally {
      // For a debugger V8 lets the heap grow to four times its limit: until the session is over.
      if (params.reason === "OOM") stop();
    }
  });
}

/** Node says so when a debugger may connect from now on: `kill -USR1`, `inspector.open()`. */
function listen(node: NodeJS.EventEmitter, onDebugger: () => unknown): void {
  node.on("internalMessage", onDebugger);
}

function isCaught({ data }: Pause): boolean {
  return (data as { uncaught?: boolean } | undefined)?.uncaught === false;
}

function keepVariables(pause: ReadPause | undefined): void {
  // Where an error is thrown again, the first place tells more.
  if (pause !== undefined && !isCaptured(pause.error)) keepCapture(pause.error, pause.frames);
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
