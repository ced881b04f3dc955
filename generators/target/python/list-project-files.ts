import { join } from "node:path";
import { type FileList, listFiles } from "../list-files.js";
import { readTextFile } from "../read-text-file.js";
import { isSetupScript } from "./read-setup-py.js";

/** The files of a Python project that people wrote. */
export interface ProjectFiles extends FileList {
  /** Folders below it that are Python projects of their own; their files are not listed. */
  projects: string[];
}

/** Lists a project's files: no environments, no built output, no project below it. */
export function listProjectFiles(root: string): ProjectFiles {
  const projects: string[] = [];
  const list = listFiles(root, (dir) => {
    const isOther = isOtherProject(root, dir);
    if (isOther) projects.push(dir);
    return isOther || isBuilt(dir);
  });
  return { ...list, projects };
}

/** Whether a folder holds what tools made, not people. */
export function isBuilt(dir: string): boolean {
  return /(^|\/)(build|site-packages|htmlcov|eggs|wheels|__pypackages__|[^/]+\.egg-info)$/.test(
    dir,
  );
}

/** Whether what lies in a folder is another project's: a requirements.txt alone makes none. */
export function isOtherProject(root: string, dir: string): boolean {
  if (dir === "") return false;
  if (isSetupScript(join(root, dir, "setup.py"))) return true;
  const text = readTextFile(join(root, dir, "pyproject.toml"));
  return text !== undefined && /^\[(project|tool\.poetry)\]/m.test(text);
}
