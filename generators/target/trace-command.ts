import { dirname, posix } from "node:path";
import { locate, type Place } from "./locate-path.js";
import { programs } from "./programs.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { joinWords, splitCommand } from "./split-command.js";
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
}

/** Follows a shell line to the scripts that it runs. Nothing is executed. */
export function traceCommand(
  line: string,
  cwd: string,
  place: Place,
  packageName: string | undefined,
): Trace {
  const trace: Trace = { runs: [], loadsEnv: false, hosts: [], packages: [] };
  traceLine(line, { trace, place, cwd, seen: new Set(), packageName });
  return trace;
}

/** Follows every command of a line or script; `cd` counts for those after it. */
export function traceLine(line: string, tracer: Tracer): void {
  const here = { ...tracer };
  const variables: Record<string, string> = {};
  for (const { words: written, env } of splitCommand(line)) {
    const words = written.map((word) => expand(word, variables));
    if (words[0] === undefined) Object.assign(variables, env);
    if (/dotenv\/config/.test(env["NODE_OPTIONS"] ?? "")) here.trace.loadsEnv = true;
    if (words[0] === "cd") here.cwd = posix.resolve(here.cwd, words[1] ?? "");
    else traceWords(words, here);
  }
}

/** Follows one program with its arguments. */
export function traceWords(words: string[], tracer: Tracer): void {
  const [program, ...args] = words;
  if (program === undefined) return;
  const unwrapped = unwrapCommand(words);
  if (unwrapped !== undefined) {
    if (unwrapped.loadsEnv) tracer.trace.loadsEnv = true;
    traceWords(unwrapped.words, tracer);
    return;
  }
  const name = toolName(program);
  const follow = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (follow !== undefined) follow(args, tracer);
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

function expand(word: string, variables: Record<string, string>): string {
  return word.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, bare, braced) =>
    Object.hasOwn(variables, bare ?? braced) ? (variables[bare ?? braced] ?? "") : whole,
  );
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
