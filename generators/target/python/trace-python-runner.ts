import { posix } from "node:path";
import { locate } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import { findPositional, flagValue } from "../runner-flags.js";
import { joinWords } from "../split-command.js";
import { type Tracer, traceLine, traceWords } from "../trace-command.js";
import { parseMakefile } from "./parse-makefile.js";
import { importOf, pushStart } from "./python-start.js";

/** What a task of pyproject.toml or a Pipfile does. */
export interface PythonTask {
  /** Shell lines. */
  lines: string[];
  /** Functions that it calls: `app.main:run`. */
  calls: string[];
  /** Other tasks that it runs. */
  tasks: string[];
}

/** Who runs a task. */
export type TaskRunner = "poe" | "pdm" | "hatch" | "pipenv" | "task" | "rye" | "poetry" | "uv";

interface Runner {
  /** Flags that take the next word. */
  flags: string;
  /** The command that runs what follows; without one its first positional is a task. */
  run?: string;
  dirFlags?: string[];
}

const runners: Record<TaskRunner, Runner> = {
  poetry: { flags: "-C --directory -P --project", run: "run", dirFlags: ["-C", "--directory"] },
  pipenv: { flags: "--python", run: "run" },
  pdm: { flags: "-p --project -L --env-file", run: "run", dirFlags: ["-p", "--project"] },
  rye: { flags: "--pyproject", run: "run" },
  hatch: { flags: "-e --env -p --project --data-dir --cache-dir --config", run: "run" },
  uv: {
    flags: `--with --with-editable --with-requirements -p --python --directory --project --env-file --extra --group
      --only-group --no-group --package --index --index-url --default-index --extra-index-url --cache-dir --config-file
      --find-links -f --refresh-package --upgrade-package -P --exclude-newer --color --no-extra --index-strategy
      --link-mode --resolution --prerelease --from`,
    run: "run",
    dirFlags: ["--directory"],
  },
  poe: { flags: "-C --directory -e --executor", dirFlags: ["-C", "--directory"] },
  task: { flags: "" },
};

/** Follows `poetry run x`, `uv run --with y x.py`, `poe serve`: to a task, or to the command. */
export function traceRunner(name: TaskRunner): (args: string[], tracer: Tracer) => void {
  const { flags, run, dirFlags = [] } = runners[name];
  const flagSet = new Set(flags.trim().split(/\s+/));
  return (args, tracer) => {
    let rest = args;
    const own: string[] = [];
    if (run !== undefined) {
      const index = findPositional(rest, flagSet);
      // `poetry poe serve`, `pdm serve`: a plugin, or a task without the word `run`.
      if (rest[index] !== run) return traceShortcut(name, rest.slice(index), tracer);
      own.push(...rest.slice(0, index));
      rest = rest.slice(index + 1);
    }
    // `uv run -m app`, `uv run -s x.py`: as python itself would.
    const index = findPositional(rest, flagSet);
    const before = rest.slice(0, index);
    own.push(...before);
    if (name === "uv" && before.some((word) => word === "-m" || word === "--module"))
      return traceWords(["python", "-m", ...rest.slice(index)], move(own, dirFlags, tracer));
    if (own.some((word) => word.startsWith("--env-file"))) tracer.trace.loadsEnv = true;
    const [word, ...more] = rest.slice(index);
    if (word === undefined) return;
    const here = move(own, dirFlags, tracer);
    // pipenv reads the `.env` beside the Pipfile by itself.
    if (name === "pipenv" && locate(".env", here.cwd, here.place, "file") !== undefined)
      tracer.trace.loadsEnv = true;
    // hatch: `env:script`.
    const task = name === "hatch" ? word.replace(/^[\w.-]+:/, "") : word;
    if (!traceTask(name, task, more, here)) traceWords([task, ...more], here);
  };
}

function traceShortcut(name: TaskRunner, [word = "", ...rest]: string[], tracer: Tracer): void {
  if (word === "poe") traceRunner("poe")(rest, tracer);
  else if (name === "uv" && word === "tool" && rest[0] === "run")
    traceRunner("uv")(["run", ...rest.slice(1)], tracer);
  else if (name === "pdm") traceTask(name, word, rest, tracer);
}

/** Follows a task of the project; false where there is none of that name. */
function traceTask(runner: TaskRunner, name: string, args: string[], tracer: Tracer): boolean {
  const key = `${runner}:${name}`;
  const task = tracer.pythonNames?.tasks[key];
  if (task === undefined) return false;
  if (tracer.seen.has(key)) return true;
  // A task runs in the project's folder, wherever it is called.
  const here = { ...tracer, cwd: tracer.place.root, seen: new Set([...tracer.seen, key]) };
  for (const line of task.lines) {
    const [own = "", ...more] = line.replace(/\{args[^}]*\}/g, "").split(" ");
    if (!traceTask(runner, own, more, here)) traceLine(`${line} ${joinWords(args)}`, here);
  }
  for (const each of task.tasks) traceTask(runner, each, [], here);
  for (const call of task.calls) {
    const loads = importOf(call);
    if (loads.length > 0) pushStart(here, { program: "python", loads });
  }
  return true;
}

/** Follows `make run` to the lines of that target. */
export function traceMake(args: string[], tracer: Tracer): void {
  const dir = flagValue(args, "-C", "--directory");
  const cwd = dir === undefined ? tracer.cwd : posix.resolve(tracer.cwd, dir);
  const target = args[findPositional(args, new Set(["-C", "--directory", "-f", "--file", "-j"]))];
  const file = [flagValue(args, "-f", "--file") ?? "Makefile", "makefile"]
    .map((name) => locate(name, cwd, tracer.place, "file"))
    .find((found) => found !== undefined);
  const key = `${file}#${target}`;
  if (file === undefined || tracer.seen.has(key)) return;
  const here = { ...tracer, cwd, seen: new Set([...tracer.seen, key]) };
  for (const { name, lines } of parseMakefile(readTextFile(file) ?? ""))
    if (name === target) for (const { text } of lines) traceLine(text, here);
}

function move(own: string[], dirFlags: string[], tracer: Tracer): Tracer {
  const dir = flagValue(own, ...dirFlags);
  return dir === undefined ? tracer : { ...tracer, cwd: posix.resolve(tracer.cwd, dir) };
}
