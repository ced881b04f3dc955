import { dirname, posix } from "node:path";
import { locate, type Place } from "./locate-path.js";
import { programs } from "./programs.js";
import { type PythonNames, tracePythonProgram } from "./python/python-programs.js";
import type { PythonStart } from "./python/python-start.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { joinWords, readAssignments, splitCommand } from "./split-command.js";
import { programName, unwrapCommand } from "./unwrap-command.js";

/** A script that a command makes node, or a tool on top of node, run. */
export interface Run {
  /** As written; relative to `cwd`, an absolute path here or on another machine. */
  path: string;
  cwd: string;
  /** Plain node, without a loader, as opposed to tsx, ts-node and the like. */
  isPlainNode: boolean;
}

/** What a command line comes down to once scripts, wrappers and shell files are followed. */
export interface Trace {
  runs: Run[];
  loadsEnv: boolean;
  /** Servers that bring an entrypoint of their own: `next`, `nuxt`. */
  hosts: string[];
  /** Other packages of the workspace that it starts. */
  packages: string[];
  /** What it has Python load. */
  python: PythonStart[];
}

/** One command line being followed. */
export interface Tracer {
  trace: Trace;
  place: Place;
  cwd: string;
  /** Scripts and files on the way here, so that a circle ends. */
  seen: ReadonlySet<string>;
  /** The target's own name, to tell `--filter api` that means it from one that means another package. */
  packageName: string | undefined;
  /** Environment variables that are known to be set. */
  env: Readonly<Record<string, string>>;
  /** What a Python project calls its commands and tasks. */
  pythonNames?: PythonNames;
}

/** What is known besides of where a command line stands. */
export type Surroundings = Partial<Pick<Tracer, "env" | "pythonNames">>;

/** Follows a shell line to the scripts that it runs. Nothing is executed. */
export function traceCommand(
  line: string,
  cwd: string,
  place: Place,
  packageName: string | undefined,
  surroundings: Surroundings = {},
): Trace {
  const tracer = startTracer(cwd, place, packageName, surroundings);
  traceLine(line, tracer);
  return tracer.trace;
}

/** A tracer that has followed nothing yet. */
export function startTracer(
  cwd: string,
  place: Place,
  packageName: string | undefined,
  surroundings: Surroundings = {},
): Tracer {
  const trace: Trace = { runs: [], loadsEnv: false, hosts: [], packages: [], python: [] };
  return { trace, place, cwd, seen: new Set(), packageName, env: {}, ...surroundings };
}

/** Follows every command of a line or script; `cd` and assignments count for those after it. */
export function traceLine(line: string, tracer: Tracer): void {
  const here = { ...tracer };
  for (const { words: written, env } of splitCommand(line)) {
    const words = written.map((word) => expand(word, here.env));
    const [program, ...args] = words;
    if (/dotenv\/config/.test(env["NODE_OPTIONS"] ?? "")) here.trace.loadsEnv = true;
    if (program === undefined) here.env = { ...here.env, ...expandAll(env, here.env) };
    else if (program === "export") here.env = { ...here.env, ...readAssignments(args) };
    else if (program === "cd") here.cwd = posix.resolve(here.cwd, args[0] ?? "");
    else traceWords(words, { ...here, env: { ...here.env, ...expandAll(env, here.env) } });
  }
}

/** Follows one program with its arguments. */
export function traceWords(words: string[], tracer: Tracer): void {
  const [program, ...args] = words;
  if (program === undefined) return;
  const unwrapped = unwrapCommand(words);
  if (unwrapped !== undefined) {
    if (unwrapped.loadsEnv) tracer.trace.loadsEnv = true;
    traceWords(unwrapped.words, { ...tracer, env: { ...tracer.env, ...unwrapped.env } });
    return;
  }
  const name = toolName(program);
  const follow = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (follow !== undefined) follow(args, tracer);
  else if (tracePythonProgram(name, words, tracer)) return;
  else if (/(^|\/)node_modules\//.test(program)) return;
  else if (/\.(sh|bash)$/.test(program)) traceShellFile(program, args, tracer);
  else if (isScript(program, tracer)) {
    tracer.trace.runs.push({ path: program, cwd: tracer.cwd, isPlainNode: true });
  } else if (/[./]/.test(program) && !/^-/.test(program)) traceShellFile(program, args, tracer);
}

/** Follows a shell script of the repository; `"$@"` in it are the arguments it is given. */
export function traceShellFile(path: string, args: string[], tracer: Tracer): void {
  // A bare name is found by PATH, where a Dockerfile may have copied it.
  const file = (path.includes("/") ? [path] : [path, `/usr/local/bin/${path}`, `/usr/bin/${path}`])
    .map((each) => locate(each, tracer.cwd, tracer.place, "file"))
    .find((found) => found !== undefined);
  // wait-for-it.sh and its like run what stands after `--`; an image's own entrypoint runs its arguments.
  const dashes = args.indexOf("--");
  if (dashes >= 0) traceWords(args.slice(dashes + 1), tracer);
  else if (file === undefined) traceWords(args, tracer);
  const text = file === undefined ? undefined : readTextFile(file);
  if (file === undefined || text === undefined || tracer.seen.has(file)) return;
  if (!/\.(sh|bash)$/.test(path) && !/^#!.*\b(ba|da|a|z)?sh\b/.test(text)) return;
  const passed = joinWords(args);
  const body = text
    .replace(/"?\$[@*]"?|"?\$\{[@*]\}"?/g, () => passed)
    .replace(/\$\(dirname [^)]*\)|\$\{(0|BASH_SOURCE(\[0\])?)%\/\*\}/g, () => dirname(file))
    .replace(/\$\(\s*cd\s+"?([^")]*?)"?\s*(&&|;)\s*pwd[^)]*\)/g, "$1");
  traceLine(body, { ...tracer, seen: new Set([...tracer.seen, file]) });
}

/** Follows a script of package.json, with the arguments handed to it. */
export function traceScript(name: string, args: string[], tracer: Tracer): boolean {
  const dir = packageDir(tracer);
  const found = dir === undefined ? undefined : tryReadPackageJson(dir);
  if (dir === undefined || found === undefined) return false;
  const key = `${dir}#${name}`;
  const script = found.scripts[name];
  if (script === undefined) {
    // npm's own default for a package that has a server.js and no start script.
    const server = name === "start" ? locate("server.js", dir, tracer.place, "file") : undefined;
    if (server === undefined) return false;
    tracer.trace.runs.push({ path: server, cwd: dir, isPlainNode: true });
    return true;
  }
  if (tracer.seen.has(key)) return true;
  const line = args.length === 0 ? script : `${script} ${joinWords(args)}`;
  traceLine(line, { ...tracer, cwd: dir, seen: new Set([...tracer.seen, key]) });
  return true;
}

/** The package that a command's working directory belongs to. */
export function packageDir(tracer: Tracer): string | undefined {
  let dir = locate(".", tracer.cwd, tracer.place, "directory");
  while (dir !== undefined && tryReadPackageJson(dir) === undefined) {
    const parent = dirname(dir);
    dir = parent === dir || dir === tracer.place.repoRoot ? undefined : parent;
  }
  return dir;
}

function expandAll(assigned: Record<string, string>, env: Tracer["env"]): Record<string, string> {
  const pairs = Object.entries(assigned);
  return Object.fromEntries(pairs.map(([name, value]) => [name, expand(value, env)]));
}

function expand(word: string, env: Tracer["env"]): string {
  return word.replace(/\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g, (whole, bare, braced, fallback) => {
    const name = bare ?? braced;
    return Object.hasOwn(env, name) ? (env[name] ?? "") : (fallback ?? whole);
  });
}

// `node_modules/.bin/ts-node`, `node_modules/nodemon/bin/nodemon.js`, `node_modules/@nestjs/cli/bin/nest.js`
function toolName(program: string): string {
  const installed = /node_modules\/(?:\.bin\/)?((?:@[^/]+\/)?[^/]+)/.exec(program)?.[1];
  if (installed === undefined) return programName(program);
  return installed === "@nestjs/cli" ? "nest" : programName(installed);
}

// `./bin/www`, `/app/server.js`: a file that names node itself, or an image whose entrypoint is node.
function isScript(program: string, tracer: Tracer): boolean {
  if (/\.[cm]?[jt]s$/.test(program)) return true;
  if (!program.includes("/")) return false;
  const file = locate(program, tracer.cwd, tracer.place, "file");
  return file !== undefined && /^#!.*\b(node|tsx|ts-node|bun)\b/.test(readTextFile(file) ?? "");
}
