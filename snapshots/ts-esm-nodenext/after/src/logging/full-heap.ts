import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { type CapturedFrame, keepCapture } from "./captured.js";
import type { Service } from "./env.js";
import { listReports } from "./list-reports.js";
import { findCallSite } from "./location.js";
import { writeRecord } from "./logger.js";
import { ownName } from "./ownership.js";
import { timestamp } from "./rotation.js";
import { fileMode } from "./settings.js";
import type { Callable } from "./stack-capture.js";
import { describeError } from "./traceback.js";

/**
 * Says in the log where the heap got full, and leaves Node's diagnostic report beside it. `onPaused` is
 * on the stack, below it the function that wanted more.
 */
export function recordFullHeap(
  service: Service,
  frames: CapturedFrame[],
  onPaused: Callable,
): void {
  const megabytes = Math.round(process.memoryUsage().heapUsed / 1e6);
  const error = new Error();
  Error.captureStackTrace(error, onPaused);
  const heading = `The heap is full: ${megabytes} MB are in use, and the limit is reached`;
  error.stack = [heading, ...dropInspector(error.stack ?? "")].join("\n");
  keepCapture(error, frames);
  writeRecord("CRITICAL", findCallSite(onPaused), describeError(error));
  const file = writeReport(service);
  if (file !== undefined) {
    writeRecord("INFO", findCallSite(onPaused), `Node's diagnostic report: '${file}'`);
  }
}

function dropInspector(stack: string): string[] {
  const lines = stack.split("\n");
  return lines.slice(lines.map((line) => line.includes("node:inspector:")).lastIndexOf(true) + 1);
}

let threads = 0;

/** Counts the worker threads that live: where there is one, there is no report. */
export function countThreads(): void {
  process.on("worker", (worker) => {
    threads += 1;
    worker.once("exit", () => {
      threads -= 1;
    });
  });
}

/**
 * Written here and not by Node when it ends (`reportOnFatalError`): that report holds all environment
 * variables, often even where `excludeEnv` is set (Node 22 to 26), and with them the secrets.
 */
function writeReport({ directory, name, maxFiles }: Service): string | undefined {
  const { report } = process as { report?: NodeJS.ProcessReport & { excludeNetwork?: boolean } };
  if (report === undefined || directory === undefined || maxFiles === 0) return undefined;
  // Node asks every thread for its part, and waits: for ever, where one is busy.
  if (threads > 0 || !isMainThread) return undefined;
  name = ownName() ?? name;
  report.excludeNetwork = true; // it would look up the names of all peers
  const { header, ...rest } = report.getReport() as Record<string, object>;
  const safe = { ...rest, environmentVariables: undefined };
  const text = JSON.stringify({ header: { ...header, commandLine: undefined }, ...safe }, null, 2);
  for (const old of listReports(directory, name).slice(maxFiles - 1)) {
    rmSync(join(directory, old), { force: true });
  }
  const file = `${name}.${timestamp(Date.now())}.${process.pid}.report.json`;
  writeFileSync(join(directory, file), `${text}\n`, { flag: "wx", mode: fileMode });
  return file;
}
