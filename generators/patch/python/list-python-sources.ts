import type { Answers } from "../../answers/answers.js";
import { listProjectFiles } from "../../target/python/list-project-files.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import { readSource, type SourceText } from "../spawn/list-sources.js";

/** The paths of a project's own modules, POSIX and relative to it: not the logging folder. */
export function listPythonFiles({ root }: PythonTarget, { dir }: Answers): string[] {
  return listProjectFiles(root)
    .files.filter((file) => /\.pyw?$/.test(file) && !file.startsWith(`${dir}/`))
    .sort();
}

/** Reads these modules. */
export function listPythonSources(target: PythonTarget, answers: Answers): SourceText[] {
  return listPythonFiles(target, answers).flatMap((file) => readSource(target.root, file) ?? []);
}
