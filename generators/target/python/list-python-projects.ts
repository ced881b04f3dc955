import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { isForeignFolder } from "../list-files.js";
import { readTextFile } from "../read-text-file.js";
import { isSetupScript } from "./read-setup-py.js";

/** A folder that is a Python project by a file in it. */
export interface ListedPythonProject {
  /** POSIX path relative to the folder that was searched; `` for that folder itself. */
  dir: string;
  /** The file that says so: `pyproject.toml`. */
  marker: string;
}

/** What a Python project has at its root, the surest first. */
export const projectFiles = [
  "pyproject.toml",
  "manage.py",
  "requirements.txt",
  "requirements.in",
  "Pipfile",
  "setup.py",
  "setup.cfg",
];
// One of these in a project's folder is part of that project: `app/requirements.txt`, `docker/requirements.txt`.
const weak = /^(requirements\.(txt|in)|setup\.cfg|manage\.py)$/;
const maxDepth = 8;

/** Finds every Python project in a folder, in the order of their paths: no virtual environments, no built output. */
export function listPythonProjects(root: string): ListedPythonProject[] {
  const found: ListedPythonProject[] = [];
  walk(root, "", 0, false, found);
  return found;
}

function walk(
  root: string,
  dir: string,
  depth: number,
  isInProject: boolean,
  found: ListedPythonProject[],
): void {
  const entries = readDir(join(root, dir));
  const names = new Set(entries.map(({ name }) => name));
  if (names.has("pyvenv.cfg")) return;
  const marker = projectFiles.find(
    (name) =>
      names.has(name) &&
      !(isInProject && weak.test(name)) &&
      (name !== "setup.py" || isSetupScript(join(root, dir, name))),
  );
  if (marker !== undefined) found.push({ dir, marker });
  const isIn = isInProject || (marker !== undefined && (dir !== "" || isProject(root)));
  for (const entry of entries) {
    if (!entry.isDirectory() || isForeignFolder(entry.name) || depth >= maxDepth) continue;
    if (/^(build|site-packages|.*\.egg-info)$/.test(entry.name)) continue;
    walk(root, dir === "" ? entry.name : `${dir}/${entry.name}`, depth + 1, isIn, found);
  }
}

// The root of a repository may hold no more than tools' settings and what they need.
function isProject(root: string): boolean {
  const text = readTextFile(join(root, "pyproject.toml")) ?? "";
  return /^\[(project|tool\.poetry)\]/m.test(text) && !text.includes("tool.uv.workspace");
}

function readDir(path: string): Dirent[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
