import path from "node:path";
import type { Answers } from "../../../answers/answers.js";
import { listFiles } from "../../../target/list-files.js";
import type { PythonTarget } from "../../../target/python/python-target.js";
import { isFile } from "../../../target/stat-path.js";
import { readSource, type SourceText } from "../../spawn/list-sources.js";

/** Reads a project's own modules: no environments, no built output, no project below it, not the logging folder. */
export function listPythonSources({ root }: PythonTarget, { dir }: Answers): SourceText[] {
  return listFiles(root, (folder) => isForeign(root, folder))
    .files.filter((file) => /\.pyw?$/.test(file) && !file.startsWith(`${dir}/`))
    .sort()
    .flatMap((file) => readSource(root, file) ?? []);
}

const foreign = /(?:^|\/)(?:site-packages|build|eggs|wheels|[^/]+\.egg-info)$/;

function isForeign(root: string, folder: string): boolean {
  const holds = (name: string) => isFile(path.join(root, folder, name));
  return foreign.test(folder) || holds("pyvenv.cfg") || holds("pyproject.toml");
}
