import { type FoundCommand, findFallback } from "./find-start-commands.js";
import type { Place } from "./locate-path.js";
import type { PackageJson } from "./read-package-json.js";
import { type Layout, resolveEntry } from "./resolve-entry.js";
import type { Entrypoint, Note, StartCommand } from "./target.js";
import { type Run, startTracer, type Trace, traceCommand } from "./trace-command.js";
import { tracePm2App } from "./trace-pm2.js";

export interface Entrypoints {
  entrypoints: Entrypoint[];
  startCommands: StartCommand[];
  /** Servers that bring an entrypoint of their own. */
  hosts: string[];
  notes: Note[];
  /** Some command has plain node run a TypeScript file. */
  runsTypeScriptDirectly: boolean;
  /** Some command has plain node run built output. */
  runsBuiltOutput: boolean;
}

/** Follows every start command to the source files it runs, and ranks those: what runs in production comes first. */
export function findEntrypoints(
  found: FoundCommand[],
  packageJson: PackageJson,
  layout: Layout,
): Entrypoints {
  const result: Entrypoints = {
    entrypoints: [],
    startCommands: [],
    hosts: [],
    notes: [],
    runsTypeScriptDirectly: false,
    runsBuiltOutput: false,
  };
  const sources = new Map<string, string[]>();
  const hosts = new Set<string>();
  for (const command of [...found].sort((a, b) => a.rank - b.rank)) {
    const trace = follow(command, packageJson);
    for (const host of trace.hosts) hosts.add(host);
    const entries = resolveRuns(command, trace, layout, result);
    if (entries.length === 0 && (command.place.isOutside || trace.runs.length === 0)) continue;
    const { source, stage } = command;
    result.startCommands.push({
      source,
      command: command.command,
      entries,
      loadsEnv: command.loadsEnv || trace.loadsEnv,
      stage,
    });
    for (const file of entries)
      sources.set(file, [...new Set([...(sources.get(file) ?? []), source])]);
  }
  // Somebody else's server starts this package; a file named `index` is none of its entrypoints.
  if (sources.size === 0 && hosts.size === 0) {
    const fallback = resolveFallback(packageJson, layout);
    if (fallback !== undefined) sources.set(fallback.file, [fallback.source]);
  }
  result.hosts = [...hosts];
  result.entrypoints = [...sources].map(([file, names]) => ({ file, sources: names }));
  return result;
}

function follow({ pm2App, command, cwd, place }: FoundCommand, packageJson: PackageJson): Trace {
  if (pm2App === undefined) return traceCommand(command, cwd, place, packageJson.name);
  const tracer = startTracer(cwd, place, packageJson.name);
  tracePm2App(pm2App, tracer);
  return tracer.trace;
}

function resolveRuns(
  command: FoundCommand,
  trace: Trace,
  layout: Layout,
  result: Entrypoints,
): string[] {
  const entries = new Set<string>();
  const say = (text: string) =>
    result.notes.push({
      file: command.file,
      ...(command.line === undefined ? {} : { line: command.line }),
      text: `${command.source} ${text}`,
    });
  for (const run of trace.runs) {
    const resolved = resolveEntry(run.path, run.cwd, command.place, layout);
    if (resolved.found) {
      entries.add(resolved.file);
      noteHowItRuns(run, resolved.isBuilt, resolved.file, result);
    } else if (!command.place.isOutside) say(`runs '${run.path}': ${resolved.reason}`);
  }
  if (!command.place.isOutside) {
    for (const name of new Set(trace.packages)) {
      say(`starts '${name}', a package of its own: run create-logging in its folder`);
    }
    for (const name of new Set(trace.hosts)) {
      say(`starts '${name}', which brings its own entrypoint: there is none here to patch`);
    }
  }
  return [...entries];
}

function noteHowItRuns(run: Run, isBuilt: boolean, file: string, result: Entrypoints): void {
  if (!run.isPlainNode) return;
  if (isBuilt) result.runsBuiltOutput = true;
  else if (/\.[cm]?ts$/.test(file) && /\.[cm]?ts$/.test(run.path))
    result.runsTypeScriptDirectly = true;
}

function resolveFallback(
  packageJson: PackageJson,
  layout: Layout,
): { file: string; source: string } | undefined {
  const { root } = layout;
  const place: Place = { root, repoRoot: root, base: root, isOutside: false };
  for (const { path, source } of findFallback(packageJson, layout)) {
    const resolved = resolveEntry(path, root, place, layout);
    if (resolved.found) return { file: resolved.file, source };
  }
  return undefined;
}
