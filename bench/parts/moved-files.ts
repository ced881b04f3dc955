import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chooseRows, type Row } from "../contenders/table.js";
import { readRecords } from "../lab/read-records.js";
import { startService } from "../lab/service.js";
import type { Bench } from "./part.js";

export interface Moved {
  row: Row;
  /** Of the records after it, those that are nowhere. */
  lost: number;
  /** Whether a record after it is in a file of the old name. */
  recovers: boolean;
}

export const movedRecords = 2000;

// A hundred records each 50 ms: a second after the file has gone.
const pauseMs = 50;

/** The directory is deleted under a service that logs on. */
export function measureDeleted(bench: Bench): Promise<Moved[]> {
  return measureMoved(bench, "directory deleted", (directory) => {
    rmSync(directory, { recursive: true });
  });
}

/** The file is renamed, as logrotate does, and nobody tells the service. */
export function measureRenamed(bench: Bench): Promise<Moved[]> {
  return measureMoved(bench, "file renamed", (directory) => {
    for (const name of readdirSync(directory).filter((each) => each.endsWith(".log")))
      renameSync(join(directory, name), join(directory, `${name}.1`));
  });
}

async function measureMoved(
  bench: Bench,
  title: string,
  move: (directory: string) => void,
): Promise<Moved[]> {
  const results: Moved[] = [];
  for (const row of chooseRows("faults", bench.only)) {
    bench.progress(`${title}: ${row.title}`);
    const directory = bench.lab.directory();
    const service = await startService(bench.lab, { ...row, directory });
    await service.log(0, 1000, pauseMs);
    await new Promise((resolve) => setTimeout(resolve, 200));
    move(directory);
    await service.log(1000, 1000 + movedRecords, pauseMs);
    await service.end();
    const all = readRecords(directory);
    const anew = readRecords(directory, /\.log$/);
    const isAfter = (index: number): boolean => index >= 1000;
    results.push({
      row,
      lost: movedRecords - [...all.found.keys()].filter(isAfter).length,
      recovers: [...anew.found.keys()].some(isAfter),
    });
  }
  return results;
}
