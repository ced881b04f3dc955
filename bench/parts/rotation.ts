import { chooseRows, type Row } from "../contenders/table.js";
import { readRecords } from "../lab/read-records.js";
import { startService } from "../lab/service.js";
import type { Bench } from "./part.js";

export interface Rotation {
  row: Row;
  lost: number;
  torn: number;
  /** Bytes of the largest file above the limit. */
  overshoot: number;
}

export const rotationRecords = 50_000;
export const rotationBytes = 512_000;

/** A limit that is passed every few thousand records; all rotated files are kept. */
export async function measureRotation(bench: Bench): Promise<Rotation[]> {
  const rotations: Rotation[] = [];
  for (const row of chooseRows("rotation", bench.only)) {
    bench.progress(`rotation: ${row.title}`);
    const directory = bench.lab.directory();
    const service = await startService(bench.lab, { ...row, directory, maxBytes: rotationBytes });
    for (let from = 0; from < rotationRecords; from += 5000) await service.log(from, from + 5000);
    await service.end();
    const { found, torn, largest } = readRecords(directory);
    const overshoot = Math.max(0, largest - rotationBytes);
    rotations.push({ row, lost: rotationRecords - found.size, torn, overshoot });
  }
  return rotations;
}

export interface TwoWriters {
  row: Row;
  lost: number;
  torn: number;
}

/** Two processes with one and the same configuration, that log and rotate at the same time. */
export async function measureTwoWriters(bench: Bench): Promise<TwoWriters[]> {
  const results: TwoWriters[] = [];
  for (const row of chooseRows("faults", bench.only)) {
    bench.progress(`two writers: ${row.title}`);
    const directory = bench.lab.directory();
    const job = { ...row, directory, maxBytes: rotationBytes };
    const services = await Promise.all([
      startService(bench.lab, job),
      startService(bench.lab, job),
    ]);
    await Promise.all(
      services.map(async (service, index) => {
        const start = index * rotationRecords;
        for (let from = start; from < start + rotationRecords; from += 5000)
          await service.log(from, from + 5000);
        await service.end();
      }),
    );
    const { found, torn } = readRecords(directory);
    results.push({ row, lost: 2 * rotationRecords - found.size, torn });
  }
  return results;
}
