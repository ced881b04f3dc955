import { existsSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { readTextFile } from "../read-text-file.js";
import { isFile } from "../stat-path.js";
import type { DependencyFile } from "./python-target.js";
import { readDeclaredDependencies, readRequirements } from "./read-dependencies.js";
import { iniValue } from "./read-ini.js";
import { type PythonProject, readPythonProject } from "./read-python-project.js";
import { tableAt, textsOf, valueAt } from "./read-toml.js";

/** Where dependencies are kept and what they are. */
export interface Dependencies {
  /** The one that is really installed from first. */
  files: DependencyFile[];
  names: string[];
}

const requirementFiles = [
  "requirements.in",
  "requirements.txt",
  ...["base", "common", "prod", "production", "main", "requirements"].flatMap((name) => [
    `requirements/${name}.in`,
    `requirements/${name}.txt`,
  ]),
];

/** Finds the files that keep dependencies; those of the workspace's root where the project has none. */
export async function findDependencies(
  project: PythonProject,
  files: readonly string[],
  workspaceRoot: string,
): Promise<Dependencies> {
  const own = findIn(project, findInstalled(project.root, files), workspaceRoot);
  if (own.files.length > 0 || workspaceRoot === project.root) return own;
  const around = findIn(await readPythonProject(workspaceRoot), [], workspaceRoot);
  const up = relative(project.root, workspaceRoot).split(sep).join("/");
  return {
    ...around,
    files: around.files.map((each) => ({ ...each, file: posix.join(up, each.file) })),
  };
}

function findIn(project: PythonProject, installed: string[], workspaceRoot: string): Dependencies {
  const { root } = project;
  const requirements = followIncludes(root, [
    ...installed,
    ...requirementFiles.filter((file) => isFile(join(root, file))),
  ]);
  const usesPipTools = requirements.files.some((file) => file.endsWith(".in"));
  const listed = requirements.files.map(
    (file): DependencyFile => ({
      kind: "requirements",
      file,
      manager: usesPipTools ? "pip-tools" : "pip",
    }),
  );
  const declared = listDeclared(project, workspaceRoot);
  // A lock file tells; then what an image or a script installs; then what a file declares.
  const locked = declared.filter(({ isLocked }) => isLocked);
  const rest = declared.filter(({ isLocked }) => !isLocked);
  const plain = (each: { entry: DependencyFile }) => each.entry;
  const named = readDeclaredDependencies(project);
  const isFirst = installed.length > 0 || named.length === 0;
  return {
    files: [
      ...locked.map(plain),
      ...(isFirst ? listed : []),
      ...rest.map(plain),
      ...(isFirst ? [] : listed),
    ],
    names: [...new Set([...named, ...requirements.names])],
  };
}

function listDeclared(
  project: PythonProject,
  workspaceRoot: string,
): { entry: DependencyFile; isLocked: boolean }[] {
  const { root, pyproject, setupCfg, setupPy } = project;
  const has = (name: string) => existsSync(join(root, name));
  // A workspace has one lock file for all of its members.
  const isKept = (name: string) => has(name) || existsSync(join(workspaceRoot, name));
  const found: { entry: DependencyFile; isLocked: boolean }[] = [];
  const tool = tableAt(pyproject, "tool");
  const isPep621 = "project" in pyproject && !isDynamic(pyproject);
  const file = "pyproject.toml";
  if (isPep621) {
    const manager = findManager(isKept, tool);
    found.push({
      entry: { kind: "pep621", file, ...(manager === undefined ? {} : { manager }) },
      isLocked: ["uv.lock", "pdm.lock", "poetry.lock"].some(isKept),
    });
  } else if ("dependencies" in tableAt(tool, "poetry")) {
    found.push({
      entry: { kind: "poetry", file, manager: "poetry" },
      isLocked: has("poetry.lock"),
    });
  }
  if (has("Pipfile"))
    found.push({
      entry: { kind: "pipfile", file: "Pipfile", manager: "pipenv" },
      isLocked: has("Pipfile.lock"),
    });
  if (iniValue(setupCfg, "options", "install_requires") !== undefined)
    found.push({ entry: { kind: "setup-cfg", file: "setup.cfg" }, isLocked: false });
  if (has("setup.py") && Object.keys(setupPy).length > 0 && !isPep621)
    found.push({ entry: { kind: "setup-py", file: "setup.py" }, isLocked: false });
  return found;
}

// `dynamic = ["dependencies"]`: another file has them, such as requirements.txt.
function isDynamic(pyproject: Record<string, unknown>): boolean {
  return textsOf(valueAt(pyproject, "project", "dynamic")).includes("dependencies");
}

function findManager(
  has: (name: string) => boolean,
  tool: Record<string, unknown>,
): DependencyFile["manager"] {
  if (has("uv.lock") || "uv" in tool) return "uv";
  if (has("pdm.lock") || "pdm" in tool) return "pdm";
  if (has("poetry.lock") || "poetry" in tool) return "poetry";
  return "envs" in tableAt(tool, "hatch") ? "hatch" : undefined;
}

// `pip install -r requirements/prod.txt` in a Dockerfile or a script: what the service really gets.
function findInstalled(root: string, files: readonly string[]): string[] {
  const isInstaller = (file: string) =>
    /(^|\/)([\w.-]*Dockerfile[\w.-]*|Makefile)$|\.sh$/i.test(file) && file.split("/").length <= 3;
  return files.filter(isInstaller).flatMap((file) => {
    const text = readTextFile(join(root, file)) ?? "";
    const named = [...text.matchAll(/\binstall\b[^\n;&]*?\s(?:-r|--requirement)[\s=]+(\S+)/g)];
    return named.flatMap(([, path = ""]) => {
      const own = path.replace(/^["']|["']$/g, "").replace(/^\.\//, "");
      // A container's `/app/requirements.txt` and `/tmp/requirements.txt` come from here.
      const local = [own.replace(/^\//, ""), own.replace(/^\/[^/]+\//, ""), posix.basename(own)];
      const found = local.find((each) => isFile(join(root, each)) && !/(dev|test)/.test(each));
      return found === undefined ? [] : [found];
    });
  });
}

// A file that only includes others keeps nothing itself: what it includes goes ahead of it.
function followIncludes(root: string, first: string[]): { files: string[]; names: string[] } {
  const files: string[] = [];
  const names: string[] = [];
  const visit = (file: string) => {
    if (files.includes(file) || !isFile(join(root, file))) return;
    const read = readRequirements(readTextFile(join(root, file)) ?? "");
    names.push(...read.names);
    const included = read.includes.map((each) => posix.join(posix.dirname(file), each));
    const isEmpty = read.names.length === 0;
    const source = file.replace(/\.txt$/, ".in");
    // pip-tools makes the one from the other.
    if (source !== file && isFile(join(root, source)) && !files.includes(source))
      files.push(source);
    if (!isEmpty || included.length === 0) files.push(file);
    for (const each of included) if (!each.startsWith("..")) visit(each);
    if (isEmpty && included.length > 0) files.push(file);
  };
  for (const file of first) visit(file);
  return { files, names };
}
