import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { logger } from "./logging/index.js";

/** Holds a child process, of any program, until its own stdin ends. */
export function childProcess() {
  logger.info("before the child");
  const child = spawn("cat", [], { stdio: ["pipe", "inherit", "inherit"] });
  child.on("spawn", () => console.log(`child ${child.pid};`));
  process.stdin.on("end", () => child.stdin.end()).resume();
}

/** Runs a file in a thread. */
export function thread(file, mode) {
  logger.info("before the thread");
  const worker = new Worker(file, { argv: mode === undefined ? [] : [mode] });
  worker.on("exit", (code) => logger.info("thread ended with %d", code));
  if (mode === "throw")
    worker.on("error", (error) => logger.info("main was told: %s", error.message));
}

/** Logs from several threads, without an end. */
export function floods(file, count) {
  for (let index = 0; index < Number(count); index++) new Worker(file, { argv: ["flood"] });
}

/** Logs records that say whose they are, once all workers of its cluster are there, and ends as one must: by itself. */
export function numbered(count) {
  process.once("message", () => {
    for (let index = 0; index < Number(count); index++)
      logger.info("of %d #%d", process.pid, index);
    process.exit(0);
  });
  process.send("ready");
}

/** Logs in an exit listener that runs after the stop record, once a file is there. */
export function logsAtExit(file) {
  process.on("exit", () => {
    console.log("stopping");
    while (file !== undefined && !existsSync(file)) Atomics.wait(clock, 0, 0, 5);
    logger.info("at exit 1");
    logger.info("at exit 2");
  });
}

const clock = new Int32Array(new SharedArrayBuffer(4));
