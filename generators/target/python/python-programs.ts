import { locate } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import type { Tracer } from "../trace-command.js";
import { importOf, pushStart } from "./python-start.js";
import { traceLikePython, tracePython, traceWatchfiles } from "./trace-python.js";
import { type PythonTask, traceMake, traceRunner } from "./trace-python-runner.js";
import { traceGunicorn, traceServer, traceUwsgi } from "./trace-python-server.js";
import { traceCelery, traceRq, traceWorker } from "./trace-python-worker.js";
import {
  traceDjangoAdmin,
  traceFastapi,
  traceFlask,
  traceLitestar,
  traceScriptRunner,
} from "./trace-web-cli.js";

/** What a project calls its own commands and tasks. */
export interface PythonNames {
  /** Console scripts, with the function that each calls: `app.cli:main`. */
  scripts: Readonly<Record<string, string>>;
  /** By runner and name: `poe:serve`. */
  tasks: Readonly<Record<string, PythonTask>>;
  fastapiEntrypoint?: string;
}

type Follow = (args: string[], tracer: Tracer) => void;

/** Every program that starts Python in some way, by name. */
const programs: Record<string, Follow> = {
  python: tracePython,
  py: tracePython,
  coverage: traceLikePython("--rcfile --source --omit --include --concurrency --data-file", "run"),
  debugpy: traceLikePython("--listen --connect --log-to --configure-subProcess"),
  scalene: traceLikePython("--outfile --profile-interval"),
  memray: traceLikePython("-o --output", "run"),
  watchfiles: traceWatchfiles,
  poetry: traceRunner("poetry"),
  pipenv: traceRunner("pipenv"),
  pdm: traceRunner("pdm"),
  rye: traceRunner("rye"),
  hatch: traceRunner("hatch"),
  uv: traceRunner("uv"),
  uvx: (args, tracer) => traceRunner("uv")(["run", ...args], tracer),
  poe: traceRunner("poe"),
  task: traceRunner("task"),
  make: traceMake,
  gunicorn: traceGunicorn,
  uwsgi: traceUwsgi,
  flask: traceFlask("flask"),
  quart: traceFlask("quart"),
  fastapi: traceFastapi,
  litestar: traceLitestar,
  streamlit: traceScriptRunner("streamlit"),
  chainlit: traceScriptRunner("chainlit"),
  "django-admin": traceDjangoAdmin,
  celery: traceCelery,
  rq: traceRq,
  rqworker: (args, tracer) => traceRq(["worker", ...args], tracer),
  dramatiq: traceWorker("dramatiq", {
    flags:
      "-p --processes -t --threads -P --path -Q --queues -f --fork-function --watch --pid-file --log-file --worker-shutdown-timeout",
  }),
  arq: traceWorker("arq", { flags: "--watch --custom-log-dict", isObject: true }),
  taskiq: traceWorker("taskiq", {
    flags: "-w --workers --log-level -fsd --app-dir --tasks-pattern",
    subcommand: "worker",
  }),
  faststream: traceWorker("faststream", { flags: "-w --workers --app-dir", subcommand: "run" }),
  huey_consumer: traceWorker("huey", { flags: "-w --workers -k -l -d -m", isObject: true }),
  "huey_consumer.py": traceWorker("huey", { flags: "-w --workers -k -l -d -m", isObject: true }),
  ...Object.fromEntries(
    ["uvicorn", "hypercorn", "daphne", "waitress-serve", "granian", "sanic"].map((name) => [
      name,
      traceServer(name),
    ]),
  ),
};

/** Follows a program that has Python load something; false for one that has not. */
export function tracePythonProgram(name: string, words: string[], from: Tracer): boolean {
  const [program = "", ...args] = words;
  const tracer = settleHome(program, from);
  const known = /^(python|pypy)[\d.]*w?$/.test(name) ? "python" : name;
  const follow = Object.hasOwn(programs, known) ? programs[known] : undefined;
  if (follow !== undefined) {
    follow(args, tracer);
    return true;
  }
  if (isPythonScript(program, tracer)) {
    pushStart(tracer, {
      program: "python",
      loads: [{ kind: "script", path: program }],
      searchPaths: [],
    });
    return true;
  }
  const script = tracer.pythonNames?.scripts;
  if (script === undefined || !Object.hasOwn(script, name)) return false;
  pushStart(tracer, { program: name, loads: importOf(script[name]) });
  return true;
}

// `./manage.py`, distroless python's `main.py`, and `bin/worker` that names python itself.
function isPythonScript(program: string, tracer: Tracer): boolean {
  if (/\.pyw?$/.test(program)) return true;
  if (!program.includes("/")) return false;
  const file = locate(program, tracer.cwd, tracer.place, "file");
  return file !== undefined && /^#!.*\bpython[\d.]*\b/.test(readTextFile(file) ?? "");
}

// `/srv/app/.venv/bin/python`: a virtual environment lies in the project's folder, so that is the one meant.
function settleHome(program: string, tracer: Tracer): Tracer {
  const home = /^(\/.+)\/\.?v?env[\w.-]*\/s?bin\//.exec(program)?.[1];
  if (home === undefined) return tracer;
  const { place } = tracer;
  return {
    ...tracer,
    place: { ...place, copies: [...(place.copies ?? []), { from: ["."], to: home }] },
  };
}
