import path from "node:path";
import { splitCommand } from "../../target/split-command.js";
import { programName, unwrapCommand } from "../../target/unwrap-command.js";
import { computed, isComputed } from "./combine-texts.js";
import { findRuns, type Place, type ReadCommand, readScript } from "./read-script.js";

const shell = /^(?:sh|bash|zsh|dash|ash)$/;

/** Reads a shell line: every command of it counts. */
export function readLine(line: string, place: Place): ReadCommand {
  const commands = splitCommand(line);
  let here = place;
  const read: ReadCommand[] = [];
  for (const { words, env } of commands) {
    if (words[0] === "cd") {
      here = { ...here, cwd: path.posix.resolve(here.cwd, words[1] ?? ".") };
    } else if (words.length > 0) read.push(nameGiven(env, readProgram(words, here), here));
  }
  const wanted = read.filter(({ kind }) => kind === "ours");
  if (wanted.length > 1) {
    return { kind: "report", reason: "starts several services: give each its own name by hand" };
  }
  return (
    read.find(({ kind }) => kind === "report") ??
    wanted[0] ??
    read[0] ?? { kind: "external", reason: "runs no program" }
  );
}

/** Reads a program with its arguments. */
export function readProgram(words: string[], place: Place): ReadCommand {
  const [program = "", ...rest] = words;
  const name = programName(program);
  if (isComputed(name)) return { kind: "report", reason: "starts a program that can't be told" };
  if (name === "cross-env" || name === "cross-env-shell" || name === "sudo") {
    return wrapped(name, words, place);
  }
  const unwrapped = unwrapCommand(words);
  if (unwrapped) return nameGiven(unwrapped.env, readProgram(unwrapped.words, place), place);
  if (/^(?:poetry|pipenv|uv)$/.test(name) && rest[0] === "run") {
    return readProgram(rest.slice(1), place);
  }
  if (shell.test(name)) return readShell(name, words, place);
  return readScript(name, words, place) ?? noService(name);
}

// The name that the command line itself gives comes last: ours would have no effect.
function nameGiven(
  env: Record<string, string>,
  command: ReadCommand,
  { nameVariable }: Place,
): ReadCommand {
  if (!Object.hasOwn(env, nameVariable) || command.kind !== "ours") return command;
  return { ...command, kind: "report", reason: `sets ${nameVariable} in its command line` };
}

function wrapped(name: string, words: string[], place: Place): ReadCommand {
  const inner = unwrapCommand(words);
  const command = readProgram(inner?.words ?? [], place);
  if (command.kind !== "ours") return command;
  const reason =
    name === "sudo"
      ? "runs under sudo, which drops the environment: name the variables to keep by hand"
      : `sets its variables by ${name}: add the child's name there by hand`;
  return { ...command, kind: "report", reason };
}

function readShell(name: string, words: string[], place: Place): ReadCommand {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const line = flag < 0 ? undefined : words[flag + 1];
  if (line !== undefined) {
    if (line === computed) return { kind: "report", reason: "runs a line that can't be told" };
    return readLine(line, place);
  }
  const script = words.slice(1).find((word) => !word.startsWith("-"));
  const runs = script === undefined || isComputed(script) ? [] : findRuns(words, place);
  if (runs.length === 0) return noService(name);
  return { kind: "report", reason: `runs '${script}', which starts node: name it in there` };
}

function noService(name: string): ReadCommand {
  return { kind: "external", reason: `runs '${name}', which is no service of yours` };
}
