/**
 * Records a second until they are in the file: in bursts of a thousand, between which the event loop
 * turns. The clock stops when the logger has said that it is done and the file holds them all.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender } from "../contenders/contender.js";
import { type Job, readJob, sleep, startContender, turn } from "./job.js";

const burst = 1000;
const patienceMs = 3000;

const job = readJob<Job & { records: number }>();
setInterval(() => {}, 1000); // a logger whose worker does not keep the process alive
const warmUp = Math.ceil(job.records / 10);
const contender = await startContender(job);
await logBursts(contender, 0, warmUp);
await sleep(300);

const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
await logBursts(contender, warmUp, warmUp + job.records);
await contender.end();
const saidAt = performance.now();
let endedAt = saidAt;
const maxRssMb = readPeakRss();
const { user, system } = process.cpuUsage(cpuBefore);
const cpuUs = (user + system) / job.records;
while (countRecords(job.directory) < warmUp + job.records) {
  if (performance.now() - saidAt > patienceMs) {
    endedAt = saidAt; // they are lost; the parent counts them
    break;
  }
  await sleep(1);
  endedAt = performance.now();
}
const perSecond = (job.records * 1000) / (endedAt - startedAt);
process.stdout.write(JSON.stringify({ perSecond, cpuUs, maxRssMb }), () => process.exit());

async function logBursts({ log }: Contender, from: number, to: number): Promise<void> {
  for (let index = from; index < to; ) {
    const end = Math.min(index + burst, to);
    for (; index < end; index++) log(index);
    await turn();
  }
}

/** Megabytes. `maxRSS` of a process on Linux is at least what its parent had when it forked. */
function readPeakRss(): number {
  const kilobytes = existsSync("/proc/self/status")
    ? Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1])
    : process.resourceUsage().maxRSS;
  return kilobytes / 1024;
}

function countRecords(directory: string): number {
  let count = 0;
  for (const name of readdirSync(directory)) {
    if (!name.endsWith(".log")) continue;
    const bytes = readFileSync(join(directory, name));
    for (let at = bytes.indexOf("thanked."); at >= 0; at = bytes.indexOf("thanked.", at + 8))
      count++;
  }
  return count;
}
