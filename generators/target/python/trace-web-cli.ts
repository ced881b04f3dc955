import { join } from "node:path";
import { locate } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import { findPositional, flagValue } from "../runner-flags.js";
import type { Tracer } from "../trace-command.js";
import { importOf, type PythonLoad, pushStart } from "./python-start.js";
import { readAssignmentsOf } from "./read-env-text.js";
import { readScale } from "./trace-python-server.js";

const module = (name: string): PythonLoad => ({ kind: "module", module: name });

/** Follows `flask --app x run`, with FLASK_APP from the environment, `.flaskenv` or `.env`. */
export function traceFlask(program: "flask" | "quart"): (args: string[], tracer: Tracer) => void {
  return (args, tracer) => {
    const flags =
      "-A --app -e --env-file -h --host -p --port --cert --key --extra-files --exclude-patterns";
    const command = args[findPositional(args, new Set(flags.split(" ")))];
    if (command === undefined || /^(db|shell|routes|init-db|translate)$/.test(command)) return;
    const env = { ...readEnvFiles(tracer), ...tracer.env };
    const app = flagValue(args, "--app", "-A") ?? env[`${program.toUpperCase()}_APP`];
    pushStart(tracer, {
      program,
      loads: app === undefined ? [module("wsgi"), module("app")] : loadsOf(app),
      ...readScale(args),
      ...(args.includes("--debug") ? { reloads: true } : {}),
    });
  };
}

// A path, with or without its extension, or an import string.
function loadsOf(app: string): PythonLoad[] {
  const [path = ""] = app.split(":");
  if (/\.py$/.test(path)) return [{ kind: "file", path }];
  return path.includes("/")
    ? [
        { kind: "file", path: `${path}.py` },
        { kind: "file", path: `${path}/__init__.py` },
      ]
    : importOf(app);
}

// flask reads them by itself, where python-dotenv is installed; what the first sets stays.
function readEnvFiles(tracer: Tracer): Record<string, string> {
  const texts = [".flaskenv", ".env"].map((name) => {
    const file = locate(name, tracer.cwd, tracer.place, "file");
    return file === undefined ? undefined : readTextFile(file);
  });
  if (texts.some((text) => text !== undefined)) tracer.trace.loadsEnv = true;
  return Object.assign({}, ...texts.map((text) => readAssignmentsOf(text ?? "")));
}

/** Follows `fastapi run|dev [file]`. */
export function traceFastapi(args: string[], tracer: Tracer): void {
  const [command, ...rest] = args;
  if (command !== "run" && command !== "dev") return;
  const flags =
    "--host --port --workers --root-path --app --reload-dir -e --entrypoint --forwarded-allow-ips";
  const path = rest[findPositional(rest, new Set(flags.split(" ")))];
  const entrypoint = flagValue(rest, "--entrypoint", "-e") ?? tracer.pythonNames?.fastapiEntrypoint;
  const isGiven = path !== undefined && path !== "";
  pushStart(tracer, {
    program: "fastapi",
    loads: isGiven
      ? [{ kind: "file", path }]
      : entrypoint !== undefined
        ? importOf(entrypoint)
        : fastapiDefaults.map((each): PythonLoad => ({ kind: "file", path: each })),
    ...readScale(rest),
    ...(command === "dev" ? { reloads: true } : {}),
  });
}

const fastapiDefaults = ["", "app/"].flatMap((dir) =>
  ["main", "app", "api"].map((name) => `${dir}${name}.py`),
);

/** Follows `litestar --app x run`, with LITESTAR_APP, or the names that it looks for. */
export function traceLitestar(args: string[], tracer: Tracer): void {
  const flags = "--app --app-dir -H --host -p --port -W --web-concurrency --wc";
  if (args[findPositional(args, new Set(flags.split(" ")))] !== "run") return;
  const app = flagValue(args, "--app") ?? tracer.env["LITESTAR_APP"];
  const dir = flagValue(args, "--app-dir");
  pushStart(tracer, {
    program: "litestar",
    loads: app === undefined ? ["app", "application"].map(module) : importOf(app),
    searchPaths: [...(dir === undefined ? [] : [dir]), "."],
    ...readScale(args),
  });
}

/** Follows `streamlit run x.py`, and others that run a script of theirs: `chainlit run x.py`. */
export function traceScriptRunner(program: string): (args: string[], tracer: Tracer) => void {
  return ([command, ...rest], tracer) => {
    const path = rest[findPositional(rest)];
    if (command !== "run" || path === undefined) return;
    // Streamlit's own flags are written with a value each: the script is the word that is a file.
    const file = rest.find((word) => /\.py$/.test(word)) ?? path;
    pushStart(tracer, { program, loads: [{ kind: "script", path: file }], searchPaths: [] });
  };
}

/** Follows django-admin, which loads the settings alone; `--pythonpath` says where they are. */
export function traceDjangoAdmin(args: string[], tracer: Tracer): void {
  const command = args[findPositional(args, new Set("--settings --pythonpath -v".split(" ")))];
  if (command === undefined || /^(startproject|startapp|help|version)$/.test(command)) return;
  const settings = flagValue(args, "--settings") ?? tracer.env["DJANGO_SETTINGS_MODULE"];
  const dir = flagValue(args, "--pythonpath");
  pushStart(tracer, {
    program: "django-admin",
    loads: importOf(settings),
    cwd: dir === undefined ? tracer.cwd : join(tracer.cwd, dir),
  });
}
