import { readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { configFileName } from "../file-names.js";
import type { Project } from "./project.js";
import type { PythonTarget } from "./python/python-target.js";
import { readTextFile } from "./read-text-file.js";
import { isDirectory, isFile } from "./stat-path.js";

/**
 * Finds out what a service is made of and how it is started; `wanted` is what `--target` says. Read-only.
 * Refuses a folder that is none, and one in which both Node and Python are started and nothing tells which
 * is meant.
 */
export async function inspectProject(root: string, wanted?: string): Promise<Project> {
  const target = wanted ?? readConfigured(root);
  if (target === "python") {
    const { inspectPythonTarget } = await import("./python/inspect-python-target.js");
    return inspectPythonTarget(root);
  }
  const chosen = target === undefined ? await choosePython(root) : undefined;
  if (chosen !== undefined) return chosen;
  const { inspectTarget } = await import("./inspect-target.js");
  return inspectTarget(root);
}

// As it was set up; comments are allowed there, and whoever reads the answers looks closer.
function readConfigured(root: string): string | undefined {
  const text = readTextFile(path.join(root, configFileName)) ?? "";
  return /"target"\s*:\s*"(node|python)"/.exec(text)?.[1];
}

// Undefined where Node is meant.
async function choosePython(root: string): Promise<PythonTarget | undefined> {
  // What is no folder is refused by the inspection, in its own words.
  if (!isDirectory(root) || !mayBePython(root)) return undefined;
  const { chooseLanguage } = await import("./python/choose-language.js");
  const choice = await chooseLanguage(realpathSync(root));
  if ("language" in choice) return choice.language === "python" ? choice.pythonTarget : undefined;
  const { node, python } = choice.ambiguous;
  throw new RefusedError(
    `Both Node and Python are started here: ${node}, and ${python}. Pass --target node or --target python.`,
  );
}

// A Node package without a sign of Python at its root is spared the second look.
function mayBePython(root: string): boolean {
  if (!isFile(path.join(root, "package.json"))) return true;
  const signs =
    /^(?:pyproject\.toml|requirements.*\.(?:txt|in)|requirements|Pipfile|setup\.(?:cfg|py)|.*\.py)$/;
  return readdirSync(root).some((name) => signs.test(name));
}
