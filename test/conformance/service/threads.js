import { SHARE_ENV, Worker } from "node:worker_threads";
import { obey } from "./endings.js";
import { logger } from "./logging/index.js";

/** Logs from so many threads at once, and from this one. */
export function threads(file, count, records) {
  for (let index = 1; index <= Number(count); index++)
    new Worker(file, { workerData: { name: index, count: Number(records) } });
  logSome(0, Number(records));
}

/** In pieces, so that the threads are heard. */
function logSome(first, count) {
  const last = Math.min(first + 500, count);
  for (let index = first; index < last; index++) logger.info("of main #%d ", index);
  if (last < count) setImmediate(logSome, last, count);
}

/** Terminates so many threads in the middle of what they log, while two others and this one go on. */
export async function terminate(file, rounds, bytes) {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const begin = async (name) => {
    const worker = new Worker(file, { workerData: { name, bytes: Number(bytes), stop } });
    await heard(worker);
    return worker;
  };
  const survivors = await Promise.all(["a", "b"].map(begin));
  let logged = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const victims = await Promise.all([`${round}-1`, `${round}-2`].map(begin));
    for (let count = 20 * Math.random(); count > 0; count--) logger.info("of main #%d ", logged++);
    await Promise.all(victims.map((victim) => victim.terminate()));
  }
  const last = survivors.map(heard);
  Atomics.store(stop, 0, 1);
  for (const text of await Promise.all(last)) console.log(text);
  console.log(`main logged ${logged}`);
}

function heard(worker) {
  return new Promise((resolve) => worker.once("message", resolve));
}

/** Has threads end in the middle of what they log, each in another way. */
export function endThreads(file) {
  for (const end of ["process.exit", "throw", "heap"]) {
    const resourceLimits = end === "heap" ? { maxOldGenerationSizeMb: 16 } : {};
    const worker = new Worker(file, { workerData: { name: end, end }, resourceLimits });
    worker.on("error", () => {});
    worker.on("exit", (code) => console.log(`${end} ended with ${code}`));
  }
}

/** Starts threads with an environment of their own, with this one's, and by a thread. */
export function relatedThreads(file) {
  const count = 500;
  const env = { ...process.env, NAME_APP: "other" };
  new Worker(file, { workerData: { name: "own-env-1", count }, env });
  new Worker(file, { workerData: { name: "own-env-2", count }, env });
  new Worker(file, { workerData: { name: "shared-env", count }, env: SHARE_ENV });
  new Worker(file, { workerData: { name: "parent", count, file } });
}

/** Has two threads log every few milliseconds. */
export function tickers(file) {
  for (const name of ["a", "b"]) new Worker(file, { workerData: { name, every: 5 } });
  obey();
}
