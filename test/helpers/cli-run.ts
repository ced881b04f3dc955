import { type ChildProcess, fork, spawn } from "node:child_process";
import { bundleHelper } from "./apply-bundle.js";
import { buildCli } from "./cli-build.js";
import { bundleOf } from "./cli-bundle.js";
import type { WarmRequest, WarmResult } from "./cli-warm.js";

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface CliOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Path of another build's cli.js. */
  cli?: string | Promise<string>;
}

/**
 * Runs the CLI without a terminal, as a script or a CI job does: in a process that has run it before, which
 * takes a quarter of the time of a new one. `spawnCli` is for what is about the process.
 */
export function runCli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  const run = queue.then(() => runWarm(args, options));
  queue = run.catch(() => {});
  return run;
}

// One at a time: a process has one directory and one environment.
let queue: Promise<unknown> = Promise.resolve();
let warm: Promise<ChildProcess> | undefined;

async function runWarm(args: string[], options: CliOptions): Promise<CliResult> {
  const bundle = bundleOf(await (options.cli ?? buildCli()));
  warm ??= startWarm();
  const child = await warm;
  const request: WarmRequest = {
    bundle,
    args,
    cwd: options.cwd ?? process.cwd(),
    env: plainEnv(options.env),
  };
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      warm = undefined;
      reject(new Error(`The CLI ended its process: ${code ?? signal}. Use spawnCli for this one.`));
    };
    child.once("exit", onExit);
    child.once("message", (result: WarmResult) => {
      child.off("exit", onExit);
      resolve({ signal: null, ...result });
    });
    child.send(request);
  });
}

async function startWarm(): Promise<ChildProcess> {
  const child = fork(await bundleHelper("cli-warm.ts"), { execArgv: [] });
  // It ends with its parent, and is no reason for that to stay.
  child.unref();
  child.channel?.unref();
  return child;
}

/** Runs the CLI in a process of its own. */
export async function spawnCli(
  args: string[],
  { cwd, env, input, cli = buildCli() }: CliOptions & { input?: string } = {},
): Promise<CliResult> {
  const script = await cli;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env: plainEnv(env),
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

/** This environment without what decides about colours, for a test says so itself. */
export function plainEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, CI, NODE_OPTIONS, ...env } = process.env;
  return { ...env, ...more };
}

/** The words of a line as a POSIX shell reads them, quotes and `\\'` taken off. */
export function splitShell(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/g, (match, inner: string | undefined) => inner ?? match.slice(1)),
  );
}
