import path from "node:path";
import { joinWords } from "../../target/split-command.js";
import { isDirectory } from "../../target/stat-path.js";
import { type Run, type Trace, traceCommand } from "../../target/trace-command.js";
import { computed, isComputed } from "./combine-texts.js";
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
  if (pythonLike.test(name)) return readPython(rest, place);
  const server = readPythonServer(name, rest, place.cwd);
  if (server) return server;
  if (/\.py$/.test(name)) return ours(name, program, locate(program, place.cwd));
  const isNode = nodeLike.test(name) || /\.[cm]?[jt]s$/.test(name);
  if (isNode) return readNode(name, words, place);
  return packageManager.test(name) ? readPackageManager(name, words, place) : undefined;
}

function readPython(args: string[], { cwd }: Place): ReadCommand {
  const index = findScript(args);
  const word = args[index];
  if (word === undefined || word === "-c" || word === "-") {
    return { kind: "external", reason: "runs no script of its own" };
  }
  if (word !== "-m") return ours("python", word, locate(word, cwd));
  const [module = "", ...rest] = args.slice(index + 1);
  const server = readPythonServer(module, rest, cwd);
  if (server) return server;
  if (pythonTool.test(module)) {
    return { kind: "external", reason: `runs '${module}', which is no service of yours` };
  }
  return readModule("python", module, cwd);
}

// `-W ignore` and `-X dev` take the next word.
function findScript(args: string[]): number {
  return args.findIndex((word, index) => {
    return !/^-[^mc]/.test(word) && !/^-[WX]$/.test(args[index - 1] ?? "");
  });
}

// Of the standard library, and what projects are worked on with.
const pythonTool =
  /^(?:pip|pip3|pipx|uv|venv|virtualenv|pytest|ensurepip|compileall|py_compile|build|unittest|doctest|timeit|cProfile|black|ruff|mypy|isort|flake8|pylint|coverage|tox|nox|twine|alembic|http|json|zipfile|tarfile|webbrowser|site|sysconfig|platform|playwright|spacy|nltk|ipykernel|jupyter|notebook|grpc_tools|piptools|pre_commit|poetry)\b/;

// Servers that import the service by name: `uvicorn app.main:app`.
function readPythonServer(name: string, args: string[], cwd: string): ReadCommand | undefined {
  if (/^(?:gunicorn|celery|rq|dramatiq|huey_consumer|flower)$/.test(name)) {
    const reason = `starts ${name}, whose workers take log names of their own: give it its child's name by hand`;
    return { kind: "report", reason };
  }
  if (!/^(?:uvicorn|hypercorn|daphne|granian|waitress-serve)$/.test(name)) return undefined;
  const app = args.find((word) => /^[\w.]+:[\w.]+$/.test(word));
  if (app === undefined) return ours(name, computed);
  return readModule(name, app.split(":")[0] ?? "", cwd);
}

function readModule(name: string, module: string, cwd: string): ReadCommand {
  const base = module.replaceAll(".", "/");
  return ours(name, base, locate(`${base}.py`, cwd) ?? locate(`${base}/__main__.py`, cwd));
}

function readNode(name: string, words: string[], place: Place): ReadCommand {
  const { runs } = traceWords(words, place);
  if (runs.length > 0) return readRuns(name, runs, place);
  // A script that is computed is one of ours all the same.
  const script = words.slice(1).find(isComputed);
  const isCode = words.some((word) => /^(?:-e|-p|--eval|--print)$/.test(word));
  return nodeLike.test(name) && script !== undefined && !isCode
    ? ours(name, script)
    : { kind: "external", reason: "runs no script of its own" };
}

function readPackageManager(name: string, all: string[], place: Place): ReadCommand {
  const { words, cwd } = enterFolder(all, place.cwd);
  // Of a folder that isn't here, `npm start` starts nothing that is.
  const isHere = isDirectory(cwd) && packageOf(cwd) !== undefined;
  const { runs, packages } = isHere ? traceWords(words, { ...place, cwd }) : nothing;
  const isStart = startsPackage(words.slice(1));
  const folder = cwd === place.root ? "" : `${cwd}/`;
  if (runs.length > 0) return readRuns(name, runs, place, isStart ? folder : "");
  if (isStart) return ours(name, packages[0] ?? folder);
  const script = words[words.findIndex((word) => /^run(?:-script)?$/.test(word)) + 1] ?? "";
  if (isComputed(script))
    return { kind: "report", reason: `runs a script that can't be told, ${script}` };
  const written = all.slice(0, 3).join(" ");
  return { kind: "external", reason: `runs '${written}', which starts no service` };
}

// `npm --prefix ../scorer start` is `npm start` over there.
function enterFolder(words: string[], cwd: string): { words: string[]; cwd: string } {
  const flag = words.findIndex((word) => /^(?:--prefix|--cwd|--dir|-C)(?:=|$)/.test(word));
  const end = words.indexOf("--");
  if (flag < 0 || (end >= 0 && end < flag)) return { words, cwd };
  const [, value] = /=(.*)/.exec(words[flag] ?? "") ?? [];
  const dir = value ?? words[flag + 1] ?? ".";
  return {
    words: words.filter(
      (_, index) => index !== flag && (value !== undefined || index !== flag + 1),
    ),
    cwd: isComputed(dir) ? dir : path.posix.resolve(cwd, dir),
  };
}

function startsPackage(args: string[]): boolean {
  return args.some((word, index) => {
    if (word !== "start" && !word.startsWith("start:")) return false;
    return index === 0 || args[index - 1] === "run" || !/^-/.test(word);
  });
}

// `folder` is what suggests the child's name where its script's own does not.
function readRuns(name: string, runs: Run[], { root }: Place, folder = ""): ReadCommand {
  const [run, other] = runs;
  if (!run || other) return { kind: "report", reason: "starts several services at once" };
  if (/(^|\/)node_modules\//.test(run.path)) {
    return { kind: "external", reason: "runs a tool that is installed" };
  }
  const isPlain = path.posix.isAbsolute(run.path) || run.cwd === root;
  const written = isPlain ? run.path : path.posix.join(run.cwd, run.path);
  return ours(name, folder || written, locate(run.path, run.cwd));
}

/** The scripts that a command comes to, through those of package.json, and other packages that it names. */
export function traceWords(
  words: string[],
  { cwd, root }: Place,
): Pick<Trace, "runs" | "packages"> {
  if (isComputed(cwd)) return nothing;
  const dir = packageOf(cwd) ?? root;
  const place = { root: dir, repoRoot: dir, base: dir, isOutside: false };
  return traceCommand(joinWords(words), cwd, place, undefined);
}

const nothing = { runs: [], packages: [] };

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
