import type { Ending, LossJob } from "../child/lose.js";
import { chooseRows, type Row } from "../contenders/table.js";
import { readRecords } from "../lab/read-records.js";
import { startChild, watchRun } from "../lab/run-child.js";
import type { Bench } from "./part.js";

export const endings: Ending[] = ["end", "exit", "throw", "reject", "SIGINT", "SIGTERM", "SIGKILL"];

/** Before the end: all in one tick or over some time; right at the start or after the logger has been up. */
export const pasts = [
  { name: "one tick, cold", isSpread: false, isWarm: false },
  { name: "one tick, warm", isSpread: false, isWarm: true },
  { name: "spread, cold", isSpread: true, isWarm: false },
  { name: "spread, warm", isSpread: true, isWarm: true },
];

/** What one process left on disk. */
export interface Cell {
  ending: Ending;
  past: string;
  kept: number;
  /** Records that are there more than once. */
  doubled: number;
  /** Whether the error is there with its stack; undefined where there was none. */
  hasError: boolean | undefined;
  isHung: boolean;
  ms: number;
}

export interface Loss {
  row: Row;
  cells: Cell[];
}

export const lossRecords = 1000;

const timeoutMs = 12_000;

/** Every logger through every ending, each time in a process of its own. */
export async function measureLoss(bench: Bench): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const row of chooseRows("loss", bench.only)) {
    bench.progress(`loss: ${row.title}`);
    const cells: Cell[] = [];
    for (const past of pasts)
      for (const ending of endings) cells.push(await runCell(bench, row, ending, past));
    losses.push({ row, cells });
  }
  return losses;
}

async function runCell(
  { lab }: Bench,
  { module, hasLocation }: Row,
  ending: Ending,
  { name, isSpread, isWarm }: (typeof pasts)[number],
): Promise<Cell> {
  const directory = lab.directory();
  const job: LossJob = {
    module,
    hasLocation,
    directory,
    records: lossRecords,
    ending,
    isSpread,
    isWarm,
  };
  const { isHung, ms } = await watchRun(startChild(lab.child("lose"), job), timeoutMs);
  const { found, text } = readRecords(directory);
  found.delete(-1); // the record that warmed it
  const isError = ending === "throw" || ending === "reject";
  return {
    ending,
    past: name,
    kept: found.size,
    doubled: [...found.values()].filter((count) => count > 1).length,
    hasError: isError
      ? text.includes("the answer has no tracking number") && /\bship\b/.test(text)
      : undefined,
    isHung,
    ms,
  };
}
