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

/** Asks, in a worker thread, for the end of the process once this thread has ended. */
export function askForEnd(exitCode: number): void {
  const request = findRequest();
  if (isMainThread || request === undefined) return;
  Atomics.store(request, code, exitCode);
  Atomics.store(request, isAsked, 1);
}

function onThreadExit(): void {
  const request = findRequest();
  if (request === undefined || Atomics.load(request, isAsked) === 0) return;
  state.ending = { cause: "a worker thread", site: ownSite() };
  process.exit(Atomics.load(request, code));
}

function findRequest(): Int32Array | undefined {
  const data: unknown = getEnvironmentData(key);
  return data instanceof Int32Array ? data : undefined;
}

function ownSite(): CallSite {
  return findCallSite(ownSite);
}
