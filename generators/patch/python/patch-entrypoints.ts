import type { Answers } from "../../answers/answers.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { EntrypointPatches } from "../patch.js";
import type { IsOurs } from "../patch-entrypoints.js";
import { choosePackageName } from "./choose-package-name.js";
import { traceStart } from "./find-env-calls.js";
import { findImportSorter } from "./find-import-sorter.js";
import { findOwnImports, type PythonSetup } from "./find-own-imports.js";
import { findPlace, loadsEnv, type PlaceRequest } from "./find-place.js";
import { listTests, noteImportingTests } from "./note-importing-tests.js";
import { noteCommands, noteOtherLogging } from "./note-other-logging.js";
import { noteBehindEnv, noteFolder, noteLaterFiles, noteLostRuns } from "./note-start.js";
import {
  listAddedPaths,
  type OpenEntrypoint,
  openEntrypoint,
  type PythonSources,
} from "./open-entrypoint.js";
import { loadPythonParser } from "./parse-python.js";
import { patchEntrypoint } from "./patch-entrypoint.js";
import { type PythonEnvFilePlanner, planEnvFile } from "./plan-env-file.js";
import { readModules } from "./python-project.js";
import { listStartEnvFiles, notePythonStarts } from "./read-start-environment.js";

/** Patches every entrypoint of a Python project, in memory, and makes the env file that they share. */
export async function patchPythonEntrypoints(
  target: PythonTarget,
  answers: Answers,
  isOurs: IsOurs = () => false,
): Promise<EntrypointPatches> {
  const parse = await loadPythonParser();
  const planner = planEnvFile(target.root, answers.dir);
  const result: EntrypointPatches = {
    patches: [],
    unchanged: [],
    refused: [],
    envFilesLoaded: [],
    notes: [],
  };
  const entries = listEntries(answers);
  const keepFirst = findImportSorter(target.root, target.workspaceRoot) !== undefined;
  const sources = { parse, read: readModules(parse, target.root) };
  const tests = listTests(target.root);
  const run: Run = {
    sources,
    target,
    answers,
    isOurs,
    keepFirst,
    planner,
    result,
    tests,
    seen: new Set(),
  };
  for (const { entry, setup } of entries) await patchOne(run, entry, setup);
  const envFile = planner.render();
  if (envFile) result.envFile = envFile;
  const isLoadedByCode = envFile !== undefined || result.envFilesLoaded.length > 0;
  const loaded = [...result.envFilesLoaded, ...listStartEnvFiles(target)];
  result.envFilesLoaded = [...new Set(loaded)];
  result.notes.push(
    ...planner.notes,
    ...(isLoadedByCode ? [] : notePythonStarts(target)),
    ...noteCommands(target.startCommands),
  );
  return result;
}

interface Run {
  sources: PythonSources;
  target: PythonTarget;
  answers: Answers;
  isOurs: IsOurs;
  keepFirst: boolean;
  planner: PythonEnvFilePlanner;
  result: EntrypointPatches;
  tests: string[];
  /** Files that were looked at, entrypoints and all that they import. */
  seen: Set<string>;
}

// A file that is both may be started as the child by itself: it must not ask for children.
function listEntries({ entries, children }: Answers): { entry: string; setup: PythonSetup }[] {
  const ofChildren = children.flatMap(({ entry }) => entry ?? []);
  const own = entries.filter((entry) => !ofChildren.includes(entry));
  return [
    ...own.map((entry) => ({ entry, setup: "setup" as const })),
    ...ofChildren.map((entry) => ({ entry, setup: "setup_child" as const })),
  ];
}

async function patchOne(run: Run, entry: string, setup: PythonSetup): Promise<void> {
  const { sources, target, answers, isOurs, planner, result } = run;
  const others = listEntries(answers).map((each) => each.entry);
  const opened = openEntrypoint(sources, target, answers.dir, entry, others);
  const { path } = opened;
  const done = [...result.patches, ...result.unchanged, ...result.refused];
  if (done.some((each) => each.path === path)) return;
  if ("reason" in opened) {
    result.refused.push(opened);
    return;
  }
  if (path.startsWith(`${answers.dir}/`)) {
    result.refused.push({ path, reason: "is a part of the logging folder, and no entrypoint" });
    return;
  }
  const { module, project, decoded } = opened;
  const own = findOwnImports(module, answers.dir, setup);
  const ours = [own.envFile, own.setup, own.otherSetup].filter((node) => node !== undefined);
  const isOwnModule: PlaceRequest["isOwnModule"] = (name) => project.resolve(path, name).length > 0;
  const bare = findPlace(module, { isOwnModule, needsPath: false, followsEnv: false }, ours);
  const addedPaths = listAddedPaths(project, module, bare.quiet);
  const name = choosePackageName({ dir: answers.dir, module, runs: opened.runs, addedPaths });
  if ("reason" in name) {
    result.refused.push({ path, reason: name.reason });
    return;
  }
  const start = traceStart(project, path);
  const env = planner.add(project, start, !bare.envLoaded, own.envFile !== undefined);
  const isEnvBehind = !bare.envLoaded && env.repeated.length === 0;
  const request = {
    file: path,
    dir: answers.dir,
    packageName: name.name,
    setup,
    envFile: env.repeated.length > 0,
    keepFirst: run.keepFirst,
    isOwnModule,
    needsPath: name.needsPath,
    followsEnv: isEnvBehind && module.statements.some((node) => loadsEnv(module, node)),
  };
  const patch = await patchEntrypoint(decoded.text, request, (line) => isOurs(path, line));
  result.envFilesLoaded.push(...env.files);
  if (!patch.patched && !patch.already) {
    const { reason, line } = patch;
    result.refused.push({ path, reason, ...(line === undefined ? {} : { line }) });
    return;
  }
  result.notes.push(
    ...opened.notes,
    ...patch.notes,
    ...noteLostRuns(opened, name),
    ...noteFolder(opened, answers.dir, name),
    ...(request.followsEnv ? noteBehindEnv(module) : []),
    ...(bare.envLoaded ? noteLaterFiles(project, module, start) : []),
    ...noteOthers(run, opened, start.modules),
  );
  if (!patch.patched) {
    result.unchanged.push({ path, reason: `imports '${setup}' already` });
    return;
  }
  const after = decoded.encode(patch.text);
  if (!after) {
    const reason = `is not UTF-8, and its encoding has no way to write '${answers.dir}'`;
    result.refused.push({ path, reason });
    return;
  }
  const reason = request.envFile
    ? `loads the env file, then '${setup}', ahead of everything else`
    : `loads '${setup}' ahead of everything else`;
  result.patches.push({ path, before: opened.bytes, after, reason });
}

function noteOthers(
  { seen, tests }: Run,
  { project, path }: OpenEntrypoint,
  modules: OpenEntrypoint["module"][],
): EntrypointPatches["notes"] {
  const fresh = modules.filter(({ file }) => !seen.has(file));
  for (const { file } of fresh) seen.add(file);
  return [...fresh.flatMap(noteOtherLogging), ...noteImportingTests(project, path, tests)];
}
