import { findAppMain } from "./find-app-main.js";
import { findPositional, flagValue, valueFlags } from "./runner-flags.js";
import { packageDir, type Tracer } from "./trace-command.js";

/** Follows `nest start [app]`. */
export function traceNest(args: string[], tracer: Tracer): void {
  if (args[0] !== "start") return;
  const rest = args.slice(1);
  const app = rest[findPositional(rest, valueFlags["nest"])];
  if (flagValue(rest, "--env-file") !== undefined) tracer.trace.loadsEnv = true;
  const path = findAppMain("nest", app, tracer, flagValue(rest, "--entryFile"));
  tracer.trace.runs.push({ path, cwd: packageDir(tracer) ?? tracer.cwd, isPlainNode: false });
}

/** Follows `nx serve api` and `nx run api:serve:production`. */
export function traceNx(args: string[], tracer: Tracer): void {
  const index = findPositional(args, valueFlags["nx"]);
  const rest = args.slice(index + 1);
  const next = rest[findPositional(rest, valueFlags["nx"])];
  const [app, target] = args[index] === "run" ? (next ?? "").split(":") : [next, args[index]];
  if (!/^(serve|start|dev|run|node)/.test(target ?? "")) return;
  const path = findAppMain("nx", app, tracer);
  tracer.trace.runs.push({ path, cwd: packageDir(tracer) ?? tracer.cwd, isPlainNode: false });
}

/** Takes note of a server that brings its own entrypoint: `next start`. */
export function host(name: string): (args: string[], tracer: Tracer) => void {
  return (args, tracer) => {
    if (/^(start|dev|develop|preview)$/.test(args[0] ?? "start")) tracer.trace.hosts.push(name);
  };
}
