import { findPositional, flagValue } from "../runner-flags.js";
import { type Tracer, traceLine, traceWords } from "../trace-command.js";
import { pushStart } from "./python-start.js";

/** Follows `python [flags] script`, `python -m module`; nothing for `-c`. */
export function tracePython(args: string[], tracer: Tracer): void {
  traceLikePython("-W -X --check-hash-based-pycs")(args, tracer);
}

/** Follows a tool that takes python's place: `coverage run -m app`, `debugpy --listen 5678 app.py`. */
export function traceLikePython(
  flags: string,
  subcommand?: string,
): (args: string[], tracer: Tracer) => void {
  return (all, tracer) => {
    if (subcommand !== undefined && all[0] !== subcommand) return;
    const args = subcommand === undefined ? all : all.slice(1);
    const index = findPositional(args, new Set([...flags.split(" "), "-m", "-c"]));
    // `-um app.main`, `-Im app`: the last of joined letters may be the one that takes a word.
    const at = args.findIndex((word, own) => own < index && /^-[A-Za-z]*[mc]$/.test(word));
    const joined = at < 0 ? undefined : args[at];
    if (joined?.endsWith("c") === true) return;
    if (joined !== undefined) return traceModule(args[at + 1] ?? "", args.slice(at + 2), tracer);
    const path = args[index];
    if (path === undefined || path === "-") return;
    // `python .venv/bin/gunicorn app:app` runs a tool that is installed.
    const tool = /(?:^|\/)bin\/([\w.-]+)$/.exec(path)?.[1];
    if (tool !== undefined && !/\.py$/.test(path) && /venv|env\/|^\/usr|^\/opt/.test(path))
      return traceWords(args.slice(index), tracer);
    pushStart(tracer, { program: "python", loads: [{ kind: "script", path }], searchPaths: [] });
  };
}

// The tools that are also started as modules; a module of that name would be the project's own otherwise.
const toolModules: Record<string, string> = {
  "ddtrace.commands.ddtrace_run": "ddtrace-run",
  waitress: "waitress-serve",
};
const tools =
  /^(uvicorn|gunicorn|hypercorn|daphne|flask|quart|fastapi|litestar|streamlit|celery|rq|dramatiq|arq|taskiq|faststream|granian|sanic|chainlit|debugpy|coverage|poetry|pipenv|pdm|hatch|uv|poethepoet|poe|django|watchfiles|debugpy)$/;

function traceModule(module: string, args: string[], tracer: Tracer): void {
  const name = toolModules[module] ?? (module === "poethepoet" ? "poe" : module);
  if (tools.test(module) || name !== module)
    traceWords([name === "django" ? "django-admin" : name, ...args], tracer);
  else if (/^[A-Za-z_][\w.]*$/.test(module))
    pushStart(tracer, { program: "python", loads: [{ kind: "main", module }], isGuess: true });
}

/** Follows `watchfiles "python main.py" src`: a command line, or a function to import. */
export function traceWatchfiles(args: string[], tracer: Tracer): void {
  const flags = "--ignore-paths --target-type --filter --args --verbosity --sigint-timeout";
  const target = args[findPositional(args, new Set(flags.split(" ")))] ?? "";
  const isFunction = flagValue(args, "--target-type") === "function";
  if (!isFunction && /\s/.test(target)) {
    traceLine(target, tracer);
    return;
  }
  const module = target.split(".").slice(0, -1).join(".");
  if (module !== "")
    pushStart(tracer, { program: "python", loads: [{ kind: "module", module }], reloads: true });
}
