import { iniValue } from "./read-ini.js";
import type { PythonProject } from "./read-python-project.js";
import { tableAt, textsOf, valueAt } from "./read-toml.js";

/** Names of the distributions that pyproject.toml, setup.cfg, setup.py and the Pipfile ask for, normalised. */
export function readDeclaredDependencies(project: PythonProject): string[] {
  const { pyproject, setupCfg, setupPy, pipfile } = project;
  const poetry = tableAt(pyproject, "tool", "poetry");
  const lists = [
    ...textsOf(valueAt(pyproject, "project", "dependencies")),
    ...Object.values(tableAt(pyproject, "project", "optional-dependencies")).flatMap(textsOf),
    ...Object.values(tableAt(pyproject, "dependency-groups")).flatMap(textsOf),
    ...Object.values(tableAt(pyproject, "tool", "pdm", "dev-dependencies")).flatMap(textsOf),
    ...textsOf(valueAt(pyproject, "tool", "uv", "dev-dependencies")),
    ...(iniValue(setupCfg, "options", "install_requires") ?? "").split("\n"),
    ...textsOf(setupPy["install_requires"]),
  ];
  const keys = [
    ...Object.keys(tableAt(poetry, "dependencies")),
    ...Object.keys(tableAt(poetry, "dev-dependencies")),
    ...Object.values(tableAt(poetry, "group")).flatMap((group) =>
      Object.keys(tableAt(group, "dependencies")),
    ),
    ...Object.keys(tableAt(pipfile, "packages")),
    ...Object.keys(tableAt(pipfile, "dev-packages")),
  ];
  const names = [...lists.flatMap((line) => nameOf(line) ?? []), ...keys.map(normaliseName)];
  return names.filter((name) => name !== "python");
}

/** What a requirements file asks for, and the files that it includes. */
export function readRequirements(text: string): { names: string[]; includes: string[] } {
  const lines = text.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  const includes = lines.flatMap(
    (line) => /^\s*(?:-r|--requirement)[\s=]+(\S+)/.exec(line)?.[1] ?? [],
  );
  const names = lines.flatMap((line) => nameOf(line) ?? []);
  return { names, includes };
}

/** A distribution's name as indexes compare it: lower case, runs of `-`, `_` and `.` as one `-`. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function nameOf(line: string): string | undefined {
  const egg = /#egg=([\w.-]+)/.exec(line)?.[1];
  if (egg !== undefined) return normaliseName(egg);
  const name = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@#,(]|$)/.exec(line)?.[1];
  return name === undefined ? undefined : normaliseName(name);
}
