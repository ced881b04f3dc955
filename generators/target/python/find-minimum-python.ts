import { join } from "node:path";
import { readTextFile } from "../read-text-file.js";
import { compareVersions } from "./compare-versions.js";
import { iniValue } from "./read-ini.js";
import type { PythonProject } from "./read-python-project.js";
import { textAt } from "./read-toml.js";

/** The lowest Python that the project says it runs on, `3.9`: what it declares, or else what it is run with. */
export function findMinimumPython(
  project: PythonProject,
  files: readonly string[],
): string | undefined {
  const { root, pyproject, setupCfg, setupPy, pipfile } = project;
  const declared = [
    textAt(pyproject, "project", "requires-python"),
    textAt(pyproject, "tool", "poetry", "dependencies", "python"),
    iniValue(setupCfg, "options", "python_requires"),
    textAt(setupPy, "python_requires"),
    textAt(pipfile, "requires", "python_version"),
    textAt(pipfile, "requires", "python_full_version"),
  ];
  for (const specifier of declared) {
    const version = specifier === undefined ? undefined : lowestOf(specifier);
    if (version !== undefined) return version;
  }
  const read = (name: string) => readTextFile(join(root, name)) ?? "";
  const images = files
    .filter((file) => /(^|\/)[\w.-]*Dockerfile[\w.-]*$/i.test(file) && file.split("/").length <= 3)
    .flatMap((file) => [...read(file).matchAll(/^\s*FROM\s.*python:(\d+\.\d+)/gim)])
    .map(([, version = ""]) => version);
  const run = [
    /^\s*(?:cpython-|pypy-?)?(\d+\.\d+)/.exec(read(".python-version"))?.[1],
    /python-(\d+\.\d+)/.exec(read("runtime.txt"))?.[1],
    /^python\s+(\d+\.\d+)/m.exec(read(".tool-versions"))?.[1],
    ...images,
  ].filter((version): version is string => version !== undefined);
  return run.sort(compareVersions)[0];
}

/** The lowest version that a specifier lets in: `>=3.9,<4`, `^3.10`, `~=3.8`, `3.11.*`; undefined for `*`. */
export function lowestOf(specifier: string): string | undefined {
  const versions = specifier
    .split(/\|\|?|,|\s+(?=[<>=~^!])/)
    .map((part) => part.trim())
    .filter((part) => !/^(<|!=)/.test(part))
    .flatMap(
      (part) =>
        /(\d+\.\d+)/.exec(part)?.[1] ??
        (/^\D*(\d+)$/.test(part) ? [`${part.replace(/\D/g, "")}.0`] : []),
    );
  // Of alternatives the lowest, of bounds together the highest.
  const sorted = versions.sort(compareVersions);
  return specifier.includes("|") ? sorted[0] : sorted.at(-1);
}
