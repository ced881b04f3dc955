/**
 * What one call costs its caller, in microseconds, less what two looks at the clock cost; and a call
 * at a level that is off, in nanoseconds, less the loop around it.
 */
import { type Job, readJob, startContender, turn } from "./job.js";

const burst = 1000;

const job = readJob<Job & { records: number }>();
setInterval(() => {}, 1000); // a logger whose worker does not keep the process alive
const { log, logDisabled } = await startContender(job);
const times = new Float64Array(job.records);
let clockCost = 0;
clockCost = (await measure(() => {})).p50;
await measure(log); // warm
const calls = await measure(log);
const disabledNs = logDisabled && Math.max(0, -timeLoop(() => {}) + timeLoop(logDisabled));
process.stdout.write(JSON.stringify({ ...calls, disabledNs }), () => process.exit());

async function measure(
  call: (index: number) => void,
): Promise<{ p50: number; p99: number; p999: number }> {
  const overhead = clockCost;
  for (let index = 0; index < times.length; ) {
    const end = Math.min(index + burst, times.length);
    for (; index < end; index++) {
      const start = performance.now();
      call(index);
      times[index] = performance.now() - start;
    }
    await turn();
  }
  const sorted = times.slice().sort();
  const at = (share: number): number =>
    (sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 1000 - overhead;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}

/** Nanoseconds a call, the quickest of three loops of ten million; of one million where a call takes long. */
function timeLoop(call: (text: string) => void): number {
  const calls = time(call, 100_000) > 100 ? 1_000_000 : 10_000_000;
  return Math.min(time(call, calls), time(call, calls), time(call, calls));
}

function time(call: (text: string) => void, calls: number): number {
  const start = performance.now();
  for (let index = 0; index < calls; index++) call("a message that nobody asked for");
  return ((performance.now() - start) * 1e6) / calls;
}
