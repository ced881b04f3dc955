import { basename, join } from "node:path";
import {
  type FoundCommand,
  findDeploymentCommands,
  findPackageCommands,
  toFound,
} from "../find-start-commands.js";
import type { Place } from "../locate-path.js";
import type { ParsedCommand } from "../parsed-command.js";
import { rankScript } from "../rank-script.js";
import { tryReadPackageJson } from "../read-package-json.js";
import { readTextFile } from "../read-text-file.js";
import { isHostConfig, parseHostConfig } from "./parse-host-config.js";
import { parseMakefile } from "./parse-makefile.js";
import { parseSupervisor } from "./parse-supervisor.js";
import { readAssignmentsOf } from "./read-env-text.js";
import type { PythonProject } from "./read-python-project.js";

/** The start commands that a project's own files hold: its tasks, its console scripts, package.json's scripts. */
export function findProjectCommands(project: PythonProject, repoRoot: string): FoundCommand[] {
  const { root, names, scripts } = project;
  const place: Place = { root, repoRoot, base: root, isOutside: false };
  const common = { cwd: root, place, loadsEnv: false };
  const tasks = Object.keys(names.tasks).flatMap((key): FoundCommand[] => {
    const [runner = "", name = ""] = key.split(/:(.*)/s);
    const ranked = rankScript(name);
    if (ranked === undefined) return [];
    const file = runner === "pipenv" ? "Pipfile" : "pyproject.toml";
    const command =
      runner === "poe" || runner === "task" ? `${runner} ${name}` : `${runner} run ${name}`;
    // A deployment file says how it runs for others; a task how it runs for whoever works on it.
    return [
      {
        ...common,
        file,
        source: `${file} ${tables[runner] ?? ""}.${name}`,
        command,
        stage: ranked.stage,
        rank: ranked.rank + tasksRank,
      },
    ];
  });
  const commands = scripts.map(({ name, source, file }) => ({
    ...common,
    file,
    source,
    command: name,
    stage: "bin" as const,
    rank: 20,
  }));
  const manifest = tryReadPackageJson(root);
  const npm = manifest === undefined ? [] : findPackageCommands(manifest, root, repoRoot);
  return [...tasks, ...commands, ...npm];
}

/** `flask run`, where nothing but its .flaskenv says what it runs. */
export function findFlaskCommand({ root }: PythonProject, repoRoot: string): FoundCommand[] {
  const text = readTextFile(join(root, ".flaskenv")) ?? "";
  if (!("FLASK_APP" in readAssignmentsOf(text))) return [];
  const place: Place = { root, repoRoot, base: root, isOutside: false };
  return [
    {
      file: ".flaskenv",
      source: ".flaskenv",
      command: "flask run",
      cwd: root,
      place,
      loadsEnv: true,
      stage: "development",
      rank: 20,
    },
  ];
}

const tasksRank = 9;
const tables: Record<string, string> = {
  poe: "tool.poe.tasks",
  task: "tool.taskipy.tasks",
  pdm: "tool.pdm.scripts",
  rye: "tool.rye.scripts",
  hatch: "tool.hatch scripts",
  pipenv: "scripts",
};

/** The start commands of deployment files, Makefiles and shell scripts among these files, which lie in `dir`. */
export function findPythonDeployments(
  files: string[],
  dir: string,
  root: string,
  repoRoot: string,
): FoundCommand[] {
  const own = files.flatMap((path) => {
    const kind = kindOf(path);
    const text = kind === undefined ? undefined : readTextFile(join(dir, path));
    if (kind === undefined || text === undefined) return [];
    const parsed = parse(kind, path, text);
    return parsed.map((each) => toFound(each, { path, dir, root, repoRoot, kind }));
  });
  return [...findDeploymentCommands(files, dir, root, repoRoot), ...own];
}

type Kind = "supervisor" | "makefile" | "script" | "host";

function kindOf(path: string): Kind | undefined {
  if (/supervisor/i.test(path) && /\.(conf|ini)$/.test(path)) return "supervisor";
  if (/^(GNU)?[Mm]akefile$/.test(path)) return "makefile";
  if (isHostConfig(path)) return "host";
  const isNear = path.split("/").length <= 3;
  return isNear && (/\.(sh|bash)$/.test(path) || /(^|\/)bin\/[\w-]+$/.test(path))
    ? "script"
    : undefined;
}

function parse(kind: Kind, path: string, text: string): ParsedCommand[] {
  if (kind === "supervisor") return parseSupervisor(text);
  if (kind === "host") return parseHostConfig(text);
  if (kind === "script") return parseScript(path, text);
  return parseMakefile(text).flatMap(({ name, lines: [first] }) => {
    const ranked = rankScript(name);
    if (ranked === undefined || first === undefined) return [];
    return [
      { line: first.line, command: `make ${name}`, isDevelopment: ranked.stage === "development" },
    ];
  });
}

// A script is followed where its name says that it starts something, and its first line that it is one.
function parseScript(path: string, text: string): ParsedCommand[] {
  const name = basename(path).replace(/\.(sh|bash)$/, "");
  const isSh = /\.(sh|bash)$/.test(path) || /^#!.*\b(ba|da|a|z)?sh\b/.test(text);
  const ranked = /^(docker-)?entry-?point$/.test(name) ? { stage: "production" } : rankScript(name);
  if (!isSh || ranked === undefined) return [];
  return [{ line: 1, command: `sh ${path}`, isDevelopment: ranked.stage === "development" }];
}
