import { findPositional, flagValue } from "../runner-flags.js";
import type { Tracer } from "../trace-command.js";
import { importOf, moduleOf, type PythonLoad, pushStart } from "./python-start.js";

/** Follows `celery -A proj worker`: of a package its own `celery` module is tried first, as celery does. */
export function traceCelery(args: string[], tracer: Tracer): void {
  const flags = "-A --app -b --broker --result-backend --loader --config --workdir -n -c -l -Q -P";
  const command = args[findPositional(args, new Set(flags.split(" ")))];
  if (!/^(worker|beat|multi|flower)$/.test(command ?? "")) return;
  const app = flagValue(args, "-A", "--app") ?? tracer.env["CELERY_APP"];
  const module = moduleOf(app);
  const named: PythonLoad[] = importOf(app);
  pushStart(tracer, {
    program: "celery",
    loads: app?.includes(":")
      ? named
      : [
          ...importOf(`${module ?? ""}.celery`),
          ...named,
          // `-A app.main.worker`: the last part is the app in that module.
          ...importOf(module?.replace(/\.?\w+$/, "")),
        ],
    hasWorkers: true,
  });
}

/** Follows a worker that is given the modules or objects that it serves: `dramatiq app.tasks`. */
export function traceWorker(
  program: string,
  {
    flags = "",
    subcommand,
    isObject = false,
  }: { flags?: string; subcommand?: string; isObject?: boolean },
): (args: string[], tracer: Tracer) => void {
  return (all, tracer) => {
    if (subcommand !== undefined && all[0] !== subcommand) return;
    const args = subcommand === undefined ? all : all.slice(1);
    const reference = args[findPositional(args, new Set(flags.split(" ")))];
    // `app.worker.WorkerSettings`: the last part is no module.
    const loads = importOf(
      isObject && !reference?.includes(":") ? reference?.replace(/\.\w+$/, "") : reference,
    );
    const path = flagValue(args, "--path", "-p");
    pushStart(tracer, {
      program,
      loads,
      searchPaths: [...(path === undefined || program !== "dramatiq" ? [] : [path]), "."],
      ...(program === "dramatiq" ? { hasWorkers: true } : {}),
    });
  };
}

/** Follows `rq worker`, which loads a job's module when a job asks for it: there is no entrypoint to name. */
export function traceRq(args: string[], tracer: Tracer): void {
  if (/^worker/.test(args[0] ?? "")) pushStart(tracer, { program: "rq", loads: [] });
}
