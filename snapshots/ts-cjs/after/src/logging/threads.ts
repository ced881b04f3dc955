import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

// Shared by all threads: whether a thread asked for the process to end, and with which code.
const key = "create-logging";
const isAsked = 0;
const code = 1;

/** Lets a worker thread end the process: `process.exit` there ends only the thread. */
export function followThreads(): void {
  const request = findRequest() ?? new Int32Array(new SharedArrayBuffer(8));
  setEnvironmentData(key, request as never);
  process.on("worker", (worker) => {
    worker.once("exit", () => {
      if (Atomics.load(request, isAsked) === 1) process.exit(Atomics.load(request, code));
    });
  });
}

/** Ends the process, from whatever thread. */
export function endProcess(exitCode: number): never {
  const request = findRequest();
  if (!isMainThread && request !== undefined) {
    Atomics.store(request, code, exitCode);
    Atomics.store(request, isAsked, 1);
  }
  process.exit(exitCode);
}

function findRequest(): Int32Array | undefined {
  const data: unknown = getEnvironmentData(key);
  return data instanceof Int32Array ? data : undefined;
}
