import { join } from "node:path";
import { isRecord } from "../../is-record.js";
import { readTextFile } from "../read-text-file.js";
import { isDirectory } from "../stat-path.js";
import type { PythonNames } from "./python-programs.js";
import { type IniSection, iniValue, readIni } from "./read-ini.js";
import { pairsOf, readEntryPoints, readSetupPy } from "./read-setup-py.js";
import { readTasks } from "./read-tasks.js";
import { readToml, tableAt, textAt, textPairs, textsOf, valueAt } from "./read-toml.js";

/** What the files of a Python project say of it, before anything is looked up. */
export interface PythonProject {
  root: string;
  name?: string;
  pyproject: Record<string, unknown>;
  setupCfg: IniSection[];
  setupPy: Record<string, unknown>;
  pipfile: Record<string, unknown>;
  names: PythonNames;
  /** Console scripts and the place of each, for people. */
  scripts: { name: string; source: string; file: string }[];
  /** Folders that hold its packages when it is installed, POSIX and relative to it. */
  packageDirs: string[];
}

/** Reads pyproject.toml, setup.cfg, setup.py and the Pipfile of a folder. */
export async function readPythonProject(root: string): Promise<PythonProject> {
  const read = (name: string) => readTextFile(join(root, name));
  const pyproject = await readToml(read("pyproject.toml"));
  const pipfile = await readToml(read("Pipfile"));
  const setupCfg = readIni(read("setup.cfg") ?? "");
  const setupPy = await readSetupPy(read("setup.py"));
  const found = [
    ...["scripts", "gui-scripts"].flatMap((key) =>
      place("pyproject.toml", `project.${key}`, textPairs(valueAt(pyproject, "project", key))),
    ),
    ...place("pyproject.toml", "tool.poetry.scripts", readPoetryScripts(pyproject)),
    ...place(
      "setup.cfg",
      "console_scripts",
      pairsOf((iniValue(setupCfg, "options.entry_points", "console_scripts") ?? "").split("\n")),
    ),
    ...place("setup.py", "console_scripts", readEntryPoints(setupPy["entry_points"])),
  ];
  const name =
    textAt(pyproject, "project", "name") ??
    textAt(pyproject, "tool", "poetry", "name") ??
    iniValue(setupCfg, "metadata", "name") ??
    textAt(setupPy, "name");
  const fastapi = textAt(pyproject, "tool", "fastapi", "entrypoint");
  return {
    root,
    ...(name === undefined ? {} : { name }),
    pyproject,
    setupCfg,
    setupPy,
    pipfile,
    names: {
      scripts: Object.fromEntries(found.map(({ name: each, reference }) => [each, reference])),
      tasks: readTasks(pyproject, pipfile),
      ...(fastapi === undefined ? {} : { fastapiEntrypoint: fastapi }),
    },
    scripts: found.map(({ name: each, source, file }) => ({ name: each, source, file })),
    packageDirs: findPackageDirs(root, pyproject, setupCfg, setupPy),
  };
}

function place(file: string, table: string, pairs: [string, string][]) {
  return pairs.map(([name, reference]) => ({
    name,
    reference,
    file,
    source: `${file} ${table}.${name}`,
  }));
}

// `{ reference = "pkg:main", type = "console" }` is Poetry's longer form.
function readPoetryScripts(pyproject: Record<string, unknown>): [string, string][] {
  const table = tableAt(pyproject, "tool", "poetry", "scripts");
  return Object.entries(table).flatMap(([name, value]): [string, string][] => {
    const reference = typeof value === "string" ? value : textAt(value, "reference");
    return reference === undefined ? [] : [[name, reference]];
  });
}

// What a build takes packages from; those that are here, the custom `src` and the root itself at the end.
function findPackageDirs(
  root: string,
  pyproject: Record<string, unknown>,
  setupCfg: IniSection[],
  setupPy: Record<string, unknown>,
): string[] {
  const tool = (...keys: string[]) => valueAt(pyproject, "tool", ...keys);
  const poetry = tool("poetry", "packages");
  const dirs = [
    ...(Array.isArray(poetry) ? poetry.map((each) => textAt(each, "from")) : []),
    textAt(tool("setuptools", "package-dir"), ""),
    ...textsOf(tool("setuptools", "packages", "find", "where")),
    textAt(tool("pdm"), "package-dir") ?? textAt(tool("pdm", "build"), "package-dir"),
    textAt(tool("uv", "build-backend"), "module-root"),
    ...textsOf(tool("hatch", "build", "targets", "wheel", "packages")).map((path) =>
      path.includes("/") ? path.replace(/\/[^/]+$/, "") : "",
    ),
    /(?:^|\n)\s*=\s*(\S+)/.exec(iniValue(setupCfg, "options", "package_dir") ?? "")?.[1],
    iniValue(setupCfg, "options.packages.find", "where"),
    isRecord(setupPy["package_dir"]) ? textAt(setupPy["package_dir"], "") : undefined,
    "src",
    "",
  ];
  const plain = dirs.flatMap((dir) =>
    dir === undefined ? [] : [dir.replace(/^\.(\/|$)/, "").replace(/\/$/, "")],
  );
  return [...new Set(plain)].filter((dir) => isDirectory(join(root, dir)));
}
