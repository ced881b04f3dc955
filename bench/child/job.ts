import type { Contender, Place, Start } from "../contenders/contender.js";

/** What a child is asked to do, by its first argument. */
export interface Job extends Place {
  /** Module of the contender. */
  module: string;
}

export function readJob<Asked extends Job>(): Asked {
  return JSON.parse(process.argv[2] ?? "{}");
}

/** Starts the contender that the job names. */
export async function startContender(job: Job): Promise<Contender> {
  const { start }: { start: Start } = await import(
    new URL(`../contenders/${job.module}.js`, import.meta.url).href
  );
  return start(job);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Lets the event loop turn once, so that loggers that write later can. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
