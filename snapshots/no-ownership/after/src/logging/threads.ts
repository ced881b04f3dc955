import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
import { type CallSite, findCallSite } from "./location.js";
import { state } from "./state.js";

// Shared by all threads: whether a thread asked for the process to end, and with which code.
const key = "create-logging";
const isAsked = 0;
const code = 1;

/** Lets a worker thread end the process: `process.exit` there ends only the thread. */
export function followThreads(): void {
  const request = findRequest() ?? new Int32Array(new SharedArrayBuffer(8));
  setEnvironmentData(key, request as never);
  process.on("worker", (worker) => worker.once("exit", onThreadExit));
}

/** Ends the process, from whatever thread; the stop record says what ended it, and where. */
export function endProcess(cause: string, site: CallSite, exitCode: number): never {
  const request = findRequest();
  if (!isMainThread && request !== undefined) {
    Atomics.store(request, code, exitCode);
    Atomics.store(request, isAsked, 1);
  }
  state.ending = { cause, site };
  process.exit(exitCode);
}

function onThreadExit(): void {
  const request = findRequest();
  if (request === undefined || Atomics.load(request, isAsked) === 0) return;
  endProcess("a worker thread", ownSite(), Atomics.load(request, code));
}

function findRequest(): Int32Array | undefined {
  const data: unknown = getEnvironmentData(key);
  return data instanceof Int32Array ? data : undefined;
}

function ownSite(): CallSite {
  return findCallSite(ownSite);
}
