#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { addAddChild } from "./commands/add-child-command.js";
import { addCheck } from "./commands/check-command.js";
import { addMigrate } from "./commands/migrate-command.js";
import { readVersion } from "./commands/read-version.js";
import { addRemove } from "./commands/remove-command.js";
import type { RunCommand } from "./commands/run-command.js";
import { addScaffold } from "./commands/scaffold-command.js";
import { addUpgrade } from "./commands/upgrade-command.js";
import {
  CreateLoggingError,
  describeError,
  type ExitCode,
  exitCodes,
  InterruptedError,
  RefusedError,
} from "./errors.js";

// A command is a file in commands/ and a line here.
const commands = [addScaffold, addAddChild, addUpgrade, addCheck, addMigrate, addRemove];

void runCli(process.argv);

async function runCli(argv: string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreBrokenPipe);
  let code: ExitCode | undefined;
  // Ctrl+C outside a question, or a terminal that hangs up in one: the process ends without a result.
  process.once("exit", (status) => {
    const isInterrupted = status === exitCodes.done || status === exitCodes.interrupted;
    if (code === undefined && isInterrupted)
      process.exitCode = code = report(new InterruptedError());
  });
  try {
    let finished: ExitCode = exitCodes.done;
    await createProgram((result) => {
      finished = result;
    }).parseAsync(argv);
    code = finished;
  } catch (error) {
    // At the exit above, a question that was open ends with an error of its own.
    code ??= report(error);
  }
  process.exitCode = code;
}

function createProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command("create-logging")
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  // Loaded when a command runs: help and version need none of it.
  const run: RunCommand = async (...request) => {
    const { runCommand } = await import("./commands/run-command.js");
    finish(await runCommand(...request));
  };
  for (const addCommand of commands) addCommand(program, run);
  return program;
}

function report(error: unknown): ExitCode {
  // Help and version end as an error without one.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  const shown = error instanceof CommanderError ? toRefusal(error) : error;
  process.stderr.write(`${describeError(shown)}\n`);
  return shown instanceof CreateLoggingError ? shown.exitCode : exitCodes.failed;
}

function toRefusal(error: CommanderError): RefusedError {
  const [what = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const meant = /Did you mean (?:one of )?(.*)\?/.exec(suggestion ?? "")?.[1];
  const next = meant === undefined ? "See create-logging --help." : `Did you mean ${meant}?`;
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}`.replace(/\.$/, "");
  return new RefusedError(`${sentence}. ${next}`);
}

// `create-logging --help | head -1` is no error; nor does a reader that left stop what is being written.
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
