import { type IPty, spawn } from "@lydell/node-pty";
import { buildCli } from "./cli-build.js";
import { plainEnv } from "./cli-run.js";

export const keys = {
  enter: "\r",
  up: "\x1b[A",
  down: "\x1b[B",
  space: " ",
  backspace: "\x7f",
  ctrlC: "\x03",
  ctrlD: "\x04",
  tab: "\t",
} as const;

export interface PtyOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  columns?: number;
  /** A file in `cwd` that standard output goes to; the rest stays on the terminal. */
  stdoutTo?: string;
}

/** A person at a terminal: waits for what is on the screen, then types. Never waits for time to pass. */
export interface PtySession {
  pid: number;
  /** Waits until the text was shown, after all that was waited for before. */
  see(text: string): Promise<void>;
  type(text: string): void;
  /** Waits for the end; returns the exit code. */
  end(): Promise<number>;
  /** Everything that was written to the terminal so far, escape sequences included. */
  raw(): string;
  /** The same without escape sequences. */
  text(): string;
}

/** Starts the CLI in a pseudo-terminal. */
export async function startPty(args: string[], options: PtyOptions): Promise<PtySession> {
  return startPtyOf([process.execPath, await buildCli(), ...args], options);
}

/** Starts any program in a pseudo-terminal. */
export function startPtyOf(command: string[], options: PtyOptions): PtySession {
  const [file = "", ...rest] =
    options.stdoutTo === undefined
      ? command
      : [
          "/bin/sh",
          "-c",
          'out="$1"; shift; exec "$@" > "$out"',
          "sh",
          options.stdoutTo,
          ...command,
        ];
  const pty: IPty = spawn(file, rest, {
    name: options.env?.["TERM"] ?? "xterm-256color",
    cols: options.columns ?? 100,
    rows: 40,
    cwd: options.cwd,
    env: plainEnv(options.env) as Record<string, string>,
  });
  let output = "";
  let seenUpTo = 0;
  let exitCode: number | undefined;
  let wake = (): void => {};
  pty.onData((data) => {
    output += data;
    wake();
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit((exit) => {
      exitCode = exit.signal ? 128 + exit.signal : exit.exitCode;
      resolve(exitCode);
      wake();
    });
  });

  return {
    pid: pty.pid,
    async see(text) {
      for (;;) {
        const shown = withoutEscapes(output);
        const at = shown.indexOf(text, seenUpTo);
        if (at >= 0) {
          seenUpTo = at + text.length;
          return;
        }
        if (exitCode !== undefined)
          throw new Error(
            `Ended with ${exitCode} before ${JSON.stringify(text)} was shown:\n${shown.slice(seenUpTo)}`,
          );
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    type: (text) => pty.write(text),
    end: () => ended,
    raw: () => output,
    text: () => withoutEscapes(output),
  };
}

function withoutEscapes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them.
  return text.replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>78])/g, "");
}
