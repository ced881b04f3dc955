import path from "node:path";
import { joinWords, splitCommand } from "../../target/split-command.js";
import { traceCommand } from "../../target/trace-command.js";
import { programName, unwrapCommand } from "../../target/unwrap-command.js";
import { findChildFile, packageOf } from "./find-child-file.js";
import { computed, isComputed } from "./read-text.js";

/** What a command line starts, as far as it can be told. */
export interface ReadCommand {
  /** Our kind of child, something else, or what can't be told or must not be touched. */
  kind: "ours" | "external" | "report";
  /** Why; the end of a sentence that begins with the place. */
  reason: string;
  /** The child's script as written, a folder of its own included. */
  path?: string;
  /** Its source file, absolute. */
  file?: string;
}

/** What a command is read by. */
export interface Place {
  /** The working directory, absolute; may be computed. */
  cwd: string;
  /** The package, absolute. */
  root: string;
  /** The variable that holds a service's name. */
  nameVariable: string;
}

/** The programs that run one of our services, besides the package managers. */
const nodeLike =
  /^(?:node|nodejs|tsx|ts-node(?:-esm|-script|-transpile-only|-dev)?|tsnd|nodemon|esno|jiti|swc-node|babel-node|vite-node|node-dev)$/;
const pythonLike = /^(?:python|pypy)\d*(?:\.\d+)*w?$/;
const packageManager = /^(?:npm|pnpm|yarn)$/;
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
  if (pythonLike.test(name)) return readPython(rest, place.cwd);
  if (/\.py$/.test(name)) return ours(name, program, locate(program, place.cwd));
  const isNode = nodeLike.test(name) || /\.[cm]?[jt]s$/.test(name);
  if (!isNode && !packageManager.test(name)) {
    return { kind: "external", reason: `runs '${name}', which is no service of yours` };
  }
  return readNode(name, words, place);
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
  const runs = script === undefined || isComputed(script) ? [] : tracedRuns(words, place);
  if (runs.length === 0)
    return { kind: "external", reason: `runs '${name}', which is no service of yours` };
  return { kind: "report", reason: `runs '${script}', which starts node: name it in there` };
}

function readPython(args: string[], cwd: string): ReadCommand {
  const index = args.findIndex((word) => !/^-[^mc]/.test(word));
  const word = args[index];
  if (word === undefined || word === "-c" || word === "-") {
    return { kind: "external", reason: "runs no script of its own" };
  }
  if (word !== "-m") return ours("python", word, locate(word, cwd));
  const module = args[index + 1] ?? "";
  if (/^(?:pip|venv|pytest|ensurepip|compileall|build|unittest|black|ruff|mypy)\b/.test(module)) {
    return { kind: "external", reason: `runs '${module}', which is no service of yours` };
  }
  const base = module.replaceAll(".", "/");
  return ours("python", base, locate(`${base}.py`, cwd) ?? locate(`${base}/__main__.py`, cwd));
}

function readNode(name: string, words: string[], place: Place): ReadCommand {
  const { cwd, root } = place;
  const runs = tracedRuns(words, place);
  const [run] = runs;
  const isStart = packageManager.test(name) && startsPackage(words.slice(1));
  if (!run) {
    if (isStart) return ours(name, isComputed(cwd) || cwd !== root ? `${cwd}/` : "");
    const isUnknown = words.slice(1).some((word) => isComputed(word));
    if (
      nodeLike.test(name) &&
      isUnknown &&
      !words.some((word) => /^(?:-e|-p|--eval)$/.test(word))
    ) {
      return ours(name, words.find((word) => isComputed(word)) ?? "");
    }
    const reason = packageManager.test(name)
      ? `runs '${words.slice(0, 3).join(" ")}', which starts no service`
      : "runs no script of its own";
    return { kind: "external", reason };
  }
  if (runs.length > 1) return { kind: "report", reason: "starts several services at once" };
  if (/(^|\/)node_modules\//.test(run.path)) {
    return { kind: "external", reason: "runs a tool that is installed" };
  }
  const written =
    path.posix.isAbsolute(run.path) || run.cwd === root
      ? run.path
      : path.posix.join(run.cwd, run.path);
  return ours(name, isStart && cwd !== root ? `${cwd}/` : written, locate(run.path, run.cwd));
}

function startsPackage(args: string[]): boolean {
  return args.some((word, index) => {
    if (word !== "start" && !word.startsWith("start:")) return false;
    return index === 0 || args[index - 1] === "run" || !/^-/.test(word);
  });
}

function tracedRuns(words: string[], { cwd, root }: Place) {
  if (isComputed(cwd)) return [];
  const dir = packageOf(cwd) ?? root;
  const place = { root: dir, repoRoot: dir, base: dir, isOutside: false };
  return traceCommand(joinWords(words), cwd, place, undefined).runs;
}

function ours(name: string, script: string, file?: string): ReadCommand {
  return {
    kind: "ours",
    reason: `starts a service by ${name}`,
    ...(script === "" ? {} : { path: script }),
    ...(file === undefined ? {} : { file }),
  };
}

function locate(script: string, cwd: string): string | undefined {
  return isComputed(script) || isComputed(cwd)
    ? undefined
    : findChildFile(path.posix.resolve(cwd, script));
}
