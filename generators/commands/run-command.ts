import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { quote } from "../answers/quote.js";
import { type ExitCode, RefusedError } from "../errors.js";
import { openTerminal, type Terminal } from "./open-terminal.js";
import type { SharedOptions } from "./shared-options.js";
import { type InterruptWatch, watchInterrupt } from "./watch-interrupt.js";

/** What a command does, in a directory that exists and with this process's terminal. */
export type Story = (
  root: string,
  terminal: Terminal,
  interrupts: InterruptWatch,
  /** Every directory that was named, each once; the first is `root`. */
  roots: readonly string[],
) => Promise<ExitCode>;

/** Runs the command line's choice of a command. */
export type RunCommand = (
  options: Pick<SharedOptions, "cwd" | "json">,
  dirs: string | readonly string[] | undefined,
  story: Story,
) => Promise<void>;

/** Finds the directories, opens the terminal, watches for Ctrl+C, and tells the story. */
export async function runCommand(
  options: Pick<SharedOptions, "cwd" | "json">,
  dirs: string | readonly string[] | undefined,
  story: Story,
): Promise<ExitCode> {
  const cwd = findDirectory(process.cwd(), options.cwd, "--cwd <dir>");
  const [root = cwd, ...others] = [dirs ?? []]
    .flat()
    .map((dir) => findDirectory(cwd, dir, "[dir]"));
  const seen = new Set<string>();
  // `services/*` and `services/api` in one line name that one once.
  const roots = [root, ...others].filter(
    (each) => !seen.has(realpathSync(each)) && seen.add(realpathSync(each)),
  );
  const terminal = openTerminal({ json: options.json });
  const interrupts = watchInterrupt(() => terminal.progress());
  try {
    return await story(root, terminal, interrupts, roots);
  } finally {
    terminal.progress();
  }
}

function findDirectory(base: string, given: string | undefined, argument: string): string {
  if (given === undefined) return base;
  const full = path.resolve(base, given);
  // A blank one is a variable of a shell script that was not set; the current directory was not meant.
  const stats = given.trim() === "" ? undefined : statSync(full, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return full;
  const fault = stats === undefined ? "does not exist" : "is not a directory";
  throw new RefusedError(
    `${quote(given)} ${fault}. Pass the directory of a package as ${argument}.`,
  );
}
