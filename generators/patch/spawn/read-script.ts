import path from "node:path";
import { joinWords } from "../../target/split-command.js";
import { traceCommand } from "../../target/trace-command.js";
import { isComputed } from "./combine-texts.js";
import { findChildFile, packageOf } from "./find-child-file.js";

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

// The programs that run one of our services, besides the package managers.
const nodeLike =
  /^(?:node|nodejs|tsx|ts-node(?:-esm|-script|-transpile-only|-dev)?|tsnd|nodemon|esno|jiti|swc-node|babel-node|vite-node|node-dev)$/;
const pythonLike = /^(?:python|pypy)\d*(?:\.\d+)*w?$/;
const packageManager = /^(?:npm|pnpm|yarn)$/;

/** Reads what a program that runs scripts is given; undefined for every other program. */
export function readScript(name: string, words: string[], place: Place): ReadCommand | undefined {
  const [program = "", ...rest] = words;
  if (pythonLike.test(name)) return readPython(rest, place.cwd);
  if (/\.py$/.test(name)) return ours(name, program, locate(program, place.cwd));
  const isNode = nodeLike.test(name) || /\.[cm]?[jt]s$/.test(name);
  return isNode || packageManager.test(name) ? readNode(name, words, place) : undefined;
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
  const runs = findRuns(words, place);
  const [run] = runs;
  const isStart = packageManager.test(name) && startsPackage(words.slice(1));
  if (!run) return isStart ? ours(name, cwd === root ? "" : `${cwd}/`) : readUntraced(name, words);
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

// A script that is computed is one of ours all the same.
function readUntraced(name: string, words: string[]): ReadCommand {
  if (packageManager.test(name)) {
    const written = words.slice(0, 3).join(" ");
    return { kind: "external", reason: `runs '${written}', which starts no service` };
  }
  const script = words.slice(1).find(isComputed);
  const isCode = words.some((word) => /^(?:-e|-p|--eval|--print)$/.test(word));
  if (!nodeLike.test(name) || script === undefined || isCode) {
    return { kind: "external", reason: "runs no script of its own" };
  }
  return ours(name, script);
}

function startsPackage(args: string[]): boolean {
  return args.some((word, index) => {
    if (word !== "start" && !word.startsWith("start:")) return false;
    return index === 0 || args[index - 1] === "run" || !/^-/.test(word);
  });
}

/** The scripts that a command comes to, through those of package.json. */
export function findRuns(words: string[], { cwd, root }: Place) {
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
