import { statSync } from "node:fs";
import path from "node:path";
import { readTextFile } from "../../target/read-text-file.js";
import type { Note } from "../../target/target.js";
import { type PythonEnvCall, type PythonStart, traceStart } from "./find-env-calls.js";
import { textOf } from "./parse-python.js";
import type { PythonProject } from "./python-project.js";
import { readPlainArguments } from "./read-arguments.js";
import { type RepeatedCall, renderEnvFile } from "./render-env-file.js";
import { locateEnvFile, translateEnvCall } from "./translate-env-call.js";

/** How one entrypoint's environment is loaded ahead of its guard. */
export interface PythonEntryEnv {
  /** What is loaded ahead of the guard, POSIX paths relative to the target. */
  files: string[];
  /** What its own sources do, in the order in which a start reaches it. */
  calls: PythonEnvCall[];
  /** Those of them that the env file does as well. */
  repeated: PythonEnvCall[];
}

/** Collects what the entrypoints load, and makes one env file of it. */
export interface PythonEnvFilePlanner {
  /**
   * Reads one start. `isNeeded`: its calls have to be repeated; `isImported`: the entrypoint has the
   * import of the env file already.
   */
  add(
    project: PythonProject,
    start: PythonStart,
    isNeeded: boolean,
    isImported: boolean,
  ): PythonEntryEnv;
  /** The file; undefined when nothing has to be repeated. */
  render(): { path: string; text: string } | undefined;
  notes: Note[];
}

/** Starts the plan of the env file for one project. */
export function planEnvFile(root: string, dir: string): PythonEnvFilePlanner {
  const own = `${dir}/env_file.py`;
  const seen = new Map<string, boolean>();
  const noted = new Set<string>();
  const notes: Note[] = [];
  const calls: RepeatedCall[] = [];
  let kept: PythonProject | undefined;

  const repeat = (project: PythonProject, call: PythonEnvCall): boolean => {
    const key = keyOf(call);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const result = translateEnvCall(project, call);
    const isRepeated = "arguments" in result;
    seen.set(key, isRepeated);
    if (isRepeated) calls.push({ ...result, isOptional: call.isOptional });
    else notes.push(noteBlocked(call, result.blockedBy));
    return isRepeated;
  };
  const locate = (project: PythonProject, found: PythonEnvCall[]): string[] =>
    found.flatMap((call) => locateEnvFile(project, call, (file) => isFile(root, file)) ?? []);
  const readOwn = (project: PythonProject): PythonEnvCall[] => traceStart(project, own).calls;

  return {
    notes,
    add(project, start, isNeeded, isImported) {
      for (const call of start.calls) {
        if (!noted.has(keyOf(call))) notes.push(...noteOverride(call));
        noted.add(keyOf(call));
      }
      const repeated = isNeeded ? start.calls.filter((call) => repeat(project, call)) : [];
      // Somebody took the call out of the sources because the env file has it: it stays there.
      const isOwn = repeated.length === 0 && isImported;
      if (isOwn) kept ??= project;
      const loaded = isNeeded ? repeated : start.calls;
      return {
        // What can't be repeated is loaded too late for the guard: nothing in it counts.
        files: [...locate(project, loaded), ...(isOwn ? locate(project, readOwn(project)) : [])],
        calls: start.calls,
        repeated,
      };
    },
    render() {
      if (kept && calls.length > 0) for (const call of readOwn(kept)) repeat(kept, call);
      if (calls.length > 0) return { path: own, text: renderEnvFile(calls) };
      const text = kept ? readTextFile(path.join(root, own)) : undefined;
      return text === undefined ? undefined : { path: own, text };
    },
  };
}

// A library with its own way is spoken of once.
function keyOf({ module, node, kind, library }: PythonEnvCall): string {
  return kind === "unsupported" ? library : `${module.file}:${node.from}`;
}

function isFile(root: string, file: string): boolean {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
}

function noteBlocked({ module, line, kind, library }: PythonEnvCall, blockedBy: string): Note {
  const text =
    kind === "unsupported"
      ? `'${library}' has its own way to settings, which is not repeated ahead of the guard: the logging variables must be in the service's environment.`
      : `It loads an env file with ${blockedBy}, which can't be repeated ahead of the guard: the logging variables must be in the service's environment.`;
  return { file: module.file, line, text };
}

function noteOverride({ module, node, line }: PythonEnvCall): Note[] {
  const override = readPlainArguments(module, node)?.named.get("override");
  if (!override || textOf(module, override) !== "True") return [];
  const text =
    "`override=True` replaces the name that a parent process gives to this one, if the env file has it too: then both want the same log file.";
  return [{ file: module.file, line, text }];
}
