import { chooseRows, type Row } from "../contenders/table.js";
import { readRecords } from "../lab/read-records.js";
import { startChild, watchRun } from "../lab/run-child.js";
import type { Bench } from "./part.js";

/** What was measured of a row, one value a round. */
export interface Speed {
  row: Row;
  perSecond: number[];
  /** Processor time of a record, all threads, in microseconds: less moved by what else runs. */
  cpuUs: number[];
  maxRssMb: number[];
  p50: number[];
  p99: number[];
  p999: number[];
  /** Empty where there are no levels. */
  disabledNs: number[];
  /** Records that are not in the file after the logger has said that it is done. */
  lost: number[];
}

type Measure = Exclude<keyof Speed, "row">;

const timeoutMs = 120_000;

/** Runs every contender once a round, one after another, each in a process of its own. */
export async function measureThroughput(bench: Bench): Promise<Speed[]> {
  const speeds = chooseRows("throughput", bench.only).map(
    (row): Speed => ({
      row,
      perSecond: [],
      cpuUs: [],
      maxRssMb: [],
      p50: [],
      p99: [],
      p999: [],
      disabledNs: [],
      lost: [],
    }),
  );
  for (let round = 1; round <= bench.rounds; round++) {
    for (const speed of speeds) {
      bench.progress(`throughput, round ${round} of ${bench.rounds}: ${speed.row.title}`);
      const records = Math.max(100, Math.round(bench.records * speed.row.share));
      await run(bench, speed, "throughput", records);
      await run(bench, speed, "latency", Math.ceil(records / 4));
    }
  }
  return speeds;
}

async function run(bench: Bench, speed: Speed, program: string, records: number): Promise<void> {
  const { module, hasLocation, title } = speed.row;
  const directory = bench.lab.directory();
  const job = { module, hasLocation, directory, records };
  const result = await watchRun(startChild(bench.lab.child(program), job), timeoutMs);
  if (result.code !== 0) {
    const how = result.isHung ? "hung" : `ended with ${result.code ?? result.signal}`;
    throw new Error(`${title}, ${program}: ${how}\n${result.stderr}`);
  }
  const values: Partial<Record<Measure, number>> = JSON.parse(result.stdout);
  for (const [name, value] of Object.entries(values)) speed[name as Measure].push(value);
  if (program !== "throughput") return;
  speed.lost.push(records + Math.ceil(records / 10) - readRecords(directory).found.size);
}
