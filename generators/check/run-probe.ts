import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Broken } from "./check.js";
import type { ProgramOptions } from "./program.js";
import { cut } from "./read-records.js";

/** How a program is started; what is not said is the service `app` in production. */
export interface ProbeOptions extends ProgramOptions {
  /** Variables on top of the plain ones; undefined takes one away. */
  env?: Record<string, string | undefined>;
  /** Where it logs; a folder of its own that is not there yet, if not said. */
  directory?: string;
  /** Files that are in the log directory before it starts. */
  files?: Record<string, string>;
}

/** A program that is about to run. */
export interface Start {
  interpreter: string;
  file: string;
  env: NodeJS.ProcessEnv;
  directory: string;
}

/** What is left of a process. */
export interface Ended {
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  directory: string;
  /** Texts of the log directory by file name, claims left out; undefined where there is no directory. */
  files: Record<string, string> | undefined;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt: number;
}

/** A process that goes on until it is told, or killed. */
export interface Held {
  pid: number;
  directory: string;
  /** Calls what the program holds under this word. */
  send(word: string): void;
  kill(signal: NodeJS.Signals): void;
  /** Nobody reads its stderr from here on. */
  closeStderr(): void;
  /** Waits for its end; one that was told nothing comes to it by the end of its input. */
  ended(): Promise<Ended>;
}

/** The processes that are under way. */
export class Probes {
  readonly #running = new Set<ChildProcess>();
  readonly #limitMs: number;

  /** What is not back after so long does not come back. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Kills all of them at once. */
  kill(): void {
    for (const child of this.#running) killAll(child);
  }

  /** Starts a program and waits for `ready` on its standard output. */
  async hold(start: Start): Promise<Held> {
    const { child, ended, output } = this.#start(start);
    const isReady = await Promise.race([
      new Promise<boolean>((resolve) => {
        child.stdout?.on("data", () => output.stdout.includes("ready") && resolve(true));
      }),
      ended.then(() => false),
    ]);
    if (!isReady) throw new Broken(`it ended before it ran: ${describeEnd(await ended)}`);
    let isTold = false;
    return {
      pid: child.pid ?? 0,
      directory: start.directory,
      send: (word) => {
        isTold = true;
        child.stdin?.write(`${word}\n`);
      },
      kill: (signal) => {
        isTold = true;
        child.kill(signal);
      },
      closeStderr: () => child.stderr?.destroy(),
      ended: () => {
        // What it was told decides how it ends; an end of its input might come first.
        if (!isTold) child.stdin?.end();
        return ended;
      },
    };
  }

  /** Runs a program to its end. */
  run(start: Start): Promise<Ended> {
    const { child, ended } = this.#start(start);
    child.stdin?.end();
    return ended;
  }

  #start({ interpreter, file, env, directory }: Start) {
    const startedAt = Date.now();
    const child = spawn(interpreter, [file], {
      cwd: path.dirname(file),
      env,
      stdio: "pipe",
      detached: isDetached,
    });
    this.#running.add(child);
    child.stdin?.on("error", () => {});
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
      });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killAll(child);
    }, this.#limitMs);
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        clearTimeout(timer);
        this.#running.delete(child);
        const end = { code, signal, startedAt, endedAt: Date.now() };
        if (isLate)
          reject(new Broken(`it had no end after ${this.#limitMs / 1000} s, and was killed`));
        else
          resolve({
            pid: child.pid ?? 0,
            ...output,
            directory,
            files: readFiles(directory),
            ...end,
          });
      });
    });
    // Whoever waits for it is told; nobody else needs to be.
    ended.catch(() => {});
    return { child, ended, output };
  }
}

// With whatever it has started: each is the head of a process group.
function killAll(child: ChildProcess): void {
  try {
    if (isDetached && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // gone
  }
}

// On Windows it would get a window of its own.
const isDetached = process.platform !== "win32";

/** `exit code 1` or `killed by SIGTERM`, and what stderr says. */
export function describeEnd({ code, signal, stderr }: Ended): string {
  const end = signal === null ? `exit code ${code}` : `killed by ${signal}`;
  return stderr.trim() === "" ? end : `${end}, stderr ${cut(stderr.trim())}`;
}

function readFiles(directory: string): Record<string, string> | undefined {
  if (!fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const files: Record<string, string> = {};
  for (const name of fs.readdirSync(directory).sort()) {
    const file = path.join(directory, name);
    if (name.endsWith(".lock") || !fs.statSync(file).isFile()) continue;
    files[name] = fs.readFileSync(file, "utf8");
  }
  return files;
}
