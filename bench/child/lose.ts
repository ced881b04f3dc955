/** Logs a thousand records, in one tick or over some time, and comes to an end right after the last call. */
import type { Contender } from "../contenders/contender.js";
import { type Job, readJob, sleep, startContender } from "./job.js";

/** Ways to end. */
export type Ending = "end" | "exit" | "throw" | "reject" | "SIGINT" | "SIGTERM" | "SIGKILL";

export interface LossJob extends Job {
  records: number;
  ending: Ending;
  /** A few records each time the event loop turns. */
  isSpread: boolean;
  /** The logger has written a record, and had time to, before. */
  isWarm: boolean;
}

const job = readJob<LossJob>();
const perTurn = job.isSpread ? 10 : job.records;
const { log, fail } = await startContender(job);
handleErrors(fail);
if (job.isWarm) {
  log(-1);
  await sleep(300);
}
// A service goes on, unless it is told to end.
if (job.ending !== "end") setInterval(() => {}, 1000);
// Not in this module's body, where a throw would be a rejected import.
if (job.isWarm) setTimeout(work, 0, 0);
else process.nextTick(work, 0);

function work(from: number): void {
  const to = Math.min(from + perTurn, job.records);
  for (let index = from; index < to; index++) log(index);
  if (to < job.records) setTimeout(work, 1, to);
  else end();
}

function end(): void {
  if (job.ending === "exit") process.exit(1);
  else if (job.ending === "throw") ship();
  else if (job.ending === "reject") shipLater();
  else if (job.ending !== "end") process.kill(process.pid, job.ending);
}

function ship(): void {
  throw new TypeError("the answer has no tracking number");
}

async function shipLater(): Promise<void> {
  ship();
}

function handleErrors(handle: Contender["fail"]): void {
  if (handle === undefined) return;
  process.on("uncaughtException", handle);
  process.on("unhandledRejection", handle);
}
