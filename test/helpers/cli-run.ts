import { spawn } from "node:child_process";
import { buildCli } from "./cli-build.js";

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the CLI without a terminal, as a script or a CI job does. */
export async function runCli(
  args: string[],
  {
    cwd,
    env,
    input,
    cli = buildCli(),
  }: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    input?: string;
    /** Path of another build's cli.js. */
    cli?: string | Promise<string>;
  } = {},
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
