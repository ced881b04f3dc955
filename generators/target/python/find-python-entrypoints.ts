import type { FoundCommand } from "../find-start-commands.js";
import { locate } from "../locate-path.js";
import { readTextFile } from "../read-text-file.js";
import type { Note, StartCommand } from "../target.js";
import { startTracer, type Trace, traceLine } from "../trace-command.js";
import { tracePm2App } from "../trace-pm2.js";
import { findServedModules, reloadNote, workersNote } from "./find-served-modules.js";
import { findStartFolder } from "./find-start-folder.js";
import { type LocatedModule, locateStart, type ModulePlaces } from "./locate-module.js";
import type { PythonStart } from "./python-start.js";
import type { PythonEntrypoint } from "./python-target.js";
import { readAssignmentsOf } from "./read-env-text.js";
import type { PythonProject } from "./read-python-project.js";

export interface FoundEntrypoints {
  entrypoints: PythonEntrypoint[];
  startCommands: StartCommand[];
  /** What starts Python in them: `gunicorn`, `celery`. */
  programs: string[];
  notes: Note[];
}

/**
 * Follows every start command to the modules that Python loads first: what runs in production comes first.
 * Where other projects lie below, a module that is not found is most likely theirs.
 */
export async function findPythonEntrypoints(
  commands: FoundCommand[],
  project: PythonProject,
  holdsOthers = false,
): Promise<FoundEntrypoints> {
  const places: ModulePlaces = { root: project.root, packageDirs: project.packageDirs };
  const collected = collectEntrypoints();
  const startCommands: StartCommand[] = [];
  const programs = new Set<string>();
  const notes: Note[] = [];
  for (const command of [...commands].sort((a, b) => a.rank - b.rank)) {
    const trace = follow(command, project);
    if (trace.python.length === 0) continue;
    const say = (text: string) => notes.push(noteAt(command, text));
    const entries = new Set<string>();
    let dir: string | undefined;
    for (const start of trace.python) {
      const located = locateStart(start, places);
      const isGuess = start.isGuess === true || command.isGuess === true;
      const isLost = located === undefined && start.loads.length > 0 && !isGuess;
      if (isLost && !command.place.isOutside && !holdsOthers)
        say(`${describe(start)}: there is no such module here`);
      if (located === undefined && start.loads.length > 0) continue;
      // Of what stands elsewhere only that is ours which leads here.
      if (located === undefined && command.place.isOutside) continue;
      programs.add(start.program);
      for (const text of noteStart(start, command)) say(text);
      if (located === undefined) continue;
      dir ??= findStartFolder(command, start, located, project.root);
      const served = await findServedModules(located, places);
      notes.push(...served.notes);
      for (const module of [...served.modules, located]) {
        entries.add(module.file);
        collected.add(module, command.source);
      }
    }
    if (entries.size === 0) continue;
    startCommands.push({
      source: command.source,
      command: command.command,
      entries: [...entries],
      loadsEnv: command.loadsEnv || trace.loadsEnv,
      stage: command.stage,
      ...(dir === undefined || dir === "" ? {} : { dir }),
    });
  }
  return {
    entrypoints: collected.list(),
    startCommands,
    programs: [...programs],
    notes: dropRepeated(notes),
  };
}

/** Entrypoints in the order in which they were first seen, with every place that names each. */
export function collectEntrypoints(): {
  add(module: LocatedModule, source: string, belongsTo?: string): void;
  list(): PythonEntrypoint[];
} {
  const found = new Map<string, PythonEntrypoint>();
  return {
    add({ file, run }, source, belongsTo) {
      const entry = found.get(file) ?? { file, sources: [], runs: [] };
      found.set(file, entry);
      if (!entry.sources.includes(source)) entry.sources.push(source);
      if (belongsTo !== undefined) entry.belongsTo = belongsTo;
      const isSame = (each: typeof run) =>
        each.searchPath === run.searchPath && each.module === run.module;
      if (!entry.runs.some(isSame)) entry.runs.push(run);
    },
    list: () => [...found.values()],
  };
}

function follow(command: FoundCommand, project: PythonProject): Trace {
  const { cwd, place, pm2App } = command;
  const read = (command.envFiles ?? []).map((path) => {
    const file = locate(path, cwd, place, "file");
    return readAssignmentsOf((file && readTextFile(file)) ?? "");
  });
  const env = Object.assign({}, ...read, command.env);
  const tracer = startTracer(cwd, place, project.name, { env, pythonNames: project.names });
  if (pm2App === undefined) traceLine(command.command, tracer);
  else tracePm2App(pm2App, tracer);
  return tracer.trace;
}

function describe({ program, loads: [load] }: PythonStart): string {
  const subject = load === undefined ? "" : "path" in load ? load.path : load.module;
  return program === "python" ? `runs '${subject}'` : `has ${program} load '${subject}'`;
}

function noteStart(start: PythonStart, { stage }: FoundCommand): string[] {
  const said: string[] = [];
  const own = byProgram[start.program];
  if (own !== undefined) said.push(own);
  else if (start.hasWorkers === true) said.push(workersNote);
  if (start.reloads === true && stage === "production") said.push(reloadNote);
  return said;
}

const forked = "its workers are forked, and each logs under a name of its own";
const byProgram: Record<string, string> = {
  celery: `starts celery, which sets up logging by itself unless told not to: ${forked}`,
  rq: `starts rq, which names no module to load first: import the logging setup where its jobs are. A job runs in a fork: ${forked}`,
  dramatiq: `starts dramatiq: ${forked}`,
  "django-admin":
    "starts django-admin, which brings its own entrypoint: manage.py is the one to patch",
};

// Most sources are the place itself, which a note has already.
function noteAt({ file, line, source }: FoundCommand, text: string): Note {
  if (line === undefined) return { file, text: `${source} ${text}` };
  return { file, line, text: source === `${file}:${line}` ? text : `${source} ${text}` };
}

function dropRepeated(notes: Note[]): Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const key = JSON.stringify(note);
    return seen.has(key) ? false : seen.add(key);
  });
}
