import { statSync } from "node:fs";
import path from "node:path";
import type { Note } from "../../target/target.js";
import { describeRun, type PackageName } from "./choose-package-name.js";
import type { PythonStart } from "./find-env-calls.js";
import { findHeavyPackage } from "./find-package-start.js";
import { loadsEnv } from "./find-place.js";
import type { OpenEntrypoint } from "./open-entrypoint.js";
import { lineOf } from "./parse-python.js";
import type { PythonModule } from "./python-module.js";
import type { PythonProject } from "./python-project.js";
import { locateEnvFile } from "./translate-env-call.js";

/** Says in which starts the import of the logging folder fails. */
export function noteLostRuns(
  { path: file, runs }: OpenEntrypoint,
  { name, lost }: PackageName,
): Note[] {
  return lost.map((run) => {
    const good = runs.find((each) => !lost.includes(each));
    const instead = good ? `, which holds for ${describeRun(file, good)}` : "";
    return {
      file,
      text: `Started as ${describeRun(file, run)} ${importFails} '${name}'${instead}.`,
    };
  });
}

/** Whether a note says that the logging folder can't be imported in one of the starts. */
export function isLostRun({ text }: Note): boolean {
  return text.includes(importFails);
}

const importFails = "it can't import";

/** Says what the import of the logging folder runs ahead of it, that the start would not have run by then. */
export function noteFolder(
  { path: file, runs, project }: OpenEntrypoint,
  dir: string,
  { name, needsPath }: PackageName,
): Note[] {
  const [best] = runs;
  if (!best || needsPath || name.startsWith(".")) return [];
  const heavy = findHeavyPackage(project, best.searchPath, name, file);
  if (heavy === undefined || best.module.startsWith(`${name.split(".")[0]}.`)) return [];
  const text = `It runs ahead of '${dir}', which lies in its package: what it does comes before the guard. Choose a folder outside of it with --dir.`;
  return [{ file: heavy, text }];
}

/** Says what runs ahead of a call that the set-up has to follow. */
export function noteBehindEnv(module: PythonModule): Note[] {
  const call = module.statements.filter((node) => loadsEnv(module, node)).at(-1);
  if (!call) return [];
  const text =
    "The set-up follows this call: what comes ahead of it runs before the guard. Move the call to the top.";
  return [{ file: module.file, line: lineOf(module.text, call.from), text }];
}

/** Says which env files are loaded after the guard, though the entrypoint loads one ahead of it. */
export function noteLaterFiles(
  project: PythonProject,
  entry: PythonModule,
  { calls }: PythonStart,
): Note[] {
  const isFile = (file: string): boolean =>
    statSync(path.join(project.root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  const located = calls.map((call) => ({ call, file: locateEnvFile(project, call, isFile) }));
  const early = located
    .filter(({ call }) => call.module.file === entry.file && call.isImmediate)
    .map(({ file }) => file);
  return located.flatMap(({ call, file }) => {
    if (file === undefined || early.includes(file)) return [];
    const text = `'${file}' may be loaded after the guard: the logging variables must not be there alone.`;
    return [{ file: call.module.file, line: call.line, text }];
  });
}
