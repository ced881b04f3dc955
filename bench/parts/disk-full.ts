import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseRows, type Row } from "../contenders/table.js";
import { mountMemory, unmount } from "../lab/mount.js";
import { readRecords } from "../lab/read-records.js";
import { startService } from "../lab/service.js";
import type { Bench } from "./part.js";

export interface DiskFull {
  row: Row;
  /** Whether it answered while the disk was full, and after. */
  isAlive: boolean;
  stderrLines: number;
  /** Whether the records after space came back are there. */
  recovers: boolean;
  onDisk: number;
  /** What the log itself says was dropped. */
  told: number | undefined;
}

export const fullRecords = 40_000;
export const lastRecords = 1000;

/** A file system of 3 MB that fills up, and then has space again; undefined where none can be mounted. */
export async function measureDiskFull(bench: Bench): Promise<DiskFull[] | undefined> {
  const results: DiskFull[] = [];
  for (const row of chooseRows("faults", bench.only)) {
    bench.progress(`disk full: ${row.title}`);
    const directory = bench.lab.directory();
    if (!mountMemory(directory, "3m")) {
      bench.progress("disk full: skipped, since no tmpfs can be mounted here (it takes root)");
      return undefined;
    }
    try {
      results.push(await fill(bench, row, directory));
    } finally {
      unmount(directory);
    }
  }
  return results;
}

async function fill(bench: Bench, row: Row, directory: string): Promise<DiskFull> {
  const ballast = join(directory, "ballast");
  writeFileSync(ballast, Buffer.alloc(1_500_000));
  const service = await startService(bench.lab, { ...row, directory });
  const logged = await service.log(0, fullRecords);
  const isAnswering = logged && (await service.answers());
  rmSync(ballast);
  const goesOn = await service.log(fullRecords, fullRecords + lastRecords);
  const { stderr } = await service.end();
  const { found, text } = readRecords(directory);
  const told = /(\d+) records were dropped/.exec(text)?.[1];
  return {
    row,
    isAlive: isAnswering && goesOn,
    stderrLines: stderr.split("\n").filter((line) => line !== "").length,
    recovers: [...found.keys()].filter((index) => index >= fullRecords).length === lastRecords,
    onDisk: found.size,
    told: told === undefined ? undefined : Number(told),
  };
}
