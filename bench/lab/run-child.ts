import { type ChildProcess, fork } from "node:child_process";
import type { Job } from "../child/job.js";

const running = new Set<ChildProcess>();

/** How a child ended, and what it said. */
export interface Run {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  isHung: boolean;
  ms: number;
}

/** Starts a child's program with a clean environment: nothing of this process's loaders or options is measured. */
export function startChild(program: string, job: Job): ChildProcess {
  const { PATH, HOME, TZ, TMPDIR } = process.env;
  const child = fork(program, [JSON.stringify(job)], {
    execArgv: [],
    env: { PATH, HOME, TZ, TMPDIR, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** Waits for a child's end; kills it after `timeoutMs`. */
export function watchRun(child: ChildProcess, timeoutMs: number): Promise<Run> {
  const startedAt = performance.now();
  const said = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  return new Promise((resolve) => {
    let isHung = false;
    const timer = setTimeout(() => {
      isHung = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...said, isHung, ms: performance.now() - startedAt });
    });
  });
}

/** Ends all children that still run, for Ctrl+C. */
export function killChildren(): void {
  for (const child of running) child.kill("SIGKILL");
}
