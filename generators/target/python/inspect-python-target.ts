import { join, relative, resolve } from "node:path";
import { findGitState } from "../find-git-state.js";
import { findRoot } from "../find-root.js";
import { type FoundCommand, findWorkspaceCommands } from "../find-start-commands.js";
import { type FileList, listFiles } from "../list-files.js";
import { readTextFile } from "../read-text-file.js";
import type { Note } from "../target.js";
import { chooseLoggingRoot } from "./choose-logging-root.js";
import { compareVersions } from "./compare-versions.js";
import { findDependencies } from "./find-dependency-files.js";
import { findDjango, noteImageBuilds } from "./find-django.js";
import { findMinimumPython } from "./find-minimum-python.js";
import {
  findFlaskCommand,
  findProjectCommands,
  findPythonDeployments,
} from "./find-python-commands.js";
import { collectEntrypoints, findPythonEntrypoints } from "./find-python-entrypoints.js";
import { findPythonMain } from "./find-python-main.js";
import { findPythonWorkspace } from "./find-python-workspace.js";
import { isOtherProject, listProjectFiles } from "./list-project-files.js";
import { folderOf } from "./locate-module.js";
import type { PythonEntrypoint, PythonTarget } from "./python-target.js";
import { readPythonProject } from "./read-python-project.js";

const oldestPython = "3.9";

/**
 * Finds out what a Python project is made of and how it is started. Reads files, and asks git for its state;
 * runs and writes nothing. Refuses a folder that is none.
 */
export async function inspectPythonTarget(path: string): Promise<PythonTarget> {
  const root = findRoot(path, "Python");
  const gitDirty = findGitState(root);
  const project = await readPythonProject(root);
  const workspaceRoot = await findPythonWorkspace(root);
  const { projects: others, ...list } = listProjectFiles(root);
  const around = workspaceRoot === root ? undefined : listAround(workspaceRoot, root);
  const commands = [
    ...findProjectCommands(project, workspaceRoot),
    ...findPythonDeployments(list.files, root, root, workspaceRoot),
    ...findPythonDeployments(around?.files ?? [], workspaceRoot, root, workspaceRoot),
    ...findWorkspaceCommands(root, workspaceRoot),
  ];
  const isOwn = ({ place }: FoundCommand) =>
    place.isOutside || !isOtherProject(root, relative(root, place.base));
  const own = commands.filter(isOwn);
  const holdsOthers = others.length > 0;
  let found = await findPythonEntrypoints(own, project, holdsOthers);
  const flask = findFlaskCommand(project, workspaceRoot);
  if (found.entrypoints.length === 0 && flask.length > 0)
    found = await findPythonEntrypoints([...own, ...flask], project, holdsOthers);

  const collected = collectEntrypoints();
  for (const { file, runs, sources } of found.entrypoints)
    for (const run of runs) for (const source of sources) collected.add({ file, run }, source);
  const django = findDjango(root, list.files);
  for (const { source, belongsTo, ...module } of django) collected.add(module, source, belongsTo);
  if (collected.list().length === 0)
    for (const module of findPythonMain(root, list.files, project.name))
      collected.add(module, "by its name");
  const entrypoints = collected.list();

  const dependencies = await findDependencies(project, list.files, workspaceRoot);
  const minimumPython = findMinimumPython(project, list.files);
  const { dir: sourceRoot, unreached } = chooseLoggingRoot(entrypoints);
  const isDirty = await gitDirty;
  return {
    root,
    language: "python",
    workspaceRoot,
    ...(project.name === undefined ? {} : { projectName: project.name }),
    sourceRoot,
    entrypoints,
    startCommands: found.startCommands,
    dependencyFiles: dependencies.files,
    dependencies: dependencies.names,
    ...(minimumPython === undefined ? {} : { minimumPython }),
    frameworks: frameworks.filter(
      (name) => dependencies.names.includes(name) || found.programs.includes(name),
    ),
    ...(isDirty === undefined ? {} : { gitDirty: isDirty }),
    notes: [
      ...noteOldPython(minimumPython),
      ...found.notes,
      ...(django.length > 0 ? noteImageBuilds(root, list.files) : []),
      ...unreached.map((file) => noteUnreached(file, sourceRoot)),
      ...notePackageInits(root, entrypoints),
      ...(list.isTruncated ? [truncated] : []),
    ],
  };
}

const frameworks: PythonTarget["frameworks"] = [
  "django",
  "flask",
  "fastapi",
  "gunicorn",
  "uvicorn",
  "celery",
];

const truncated: Note = {
  text: "there are very many files here: not all were searched for start commands and tests",
};

// Deployment files often lie beside the project that they start.
function listAround(workspaceRoot: string, root: string): FileList {
  return listFiles(
    workspaceRoot,
    (dir) => resolve(workspaceRoot, dir) === root || dir.split("/").length > 4,
  );
}

function noteOldPython(minimum: string | undefined): Note[] {
  if (minimum === undefined || compareVersions(minimum, oldestPython) >= 0) return [];
  const text = `Python ${minimum} is said to be supported: the logging package needs ${oldestPython} or newer`;
  return [{ text }];
}

function noteUnreached(file: string, dir: string): Note {
  const place = dir === "" ? "the project's root" : `'${dir}'`;
  return {
    file,
    text: `can't import a package in ${place} the way it is started: no folder is in reach of all entrypoints. Pass --dir, or start it as a module`,
  };
}

// `python -m app` runs `app/__init__.py` first, and so does every import of a module in it.
function notePackageInits(root: string, entrypoints: readonly PythonEntrypoint[]): Note[] {
  const inits = entrypoints.flatMap(({ file, runs }) => {
    const init = `${folderOf(file)}/__init__.py`;
    const isRun = runs.some(({ module }) => module.endsWith(".__main__"));
    return isRun && init !== `/__init__.py` ? [{ init, file }] : [];
  });
  return inits.flatMap(({ init, file }) => {
    const text = readTextFile(join(root, init)) ?? "";
    const code = text
      .replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, "")
      .split("\n")
      .filter((line) => !/^\s*(#.*)?$|^__\w+__\s*[=:]|^from __future__/.test(line));
    if (code.length === 0) return [];
    const said = `runs before '${file}' does, and before the logging setup: what it logs or raises is not in the log file`;
    return [{ file: init, text: said }];
  });
}
