import type { PythonTarget } from "./python/python-target.js";
import type { Target } from "./target.js";

/** What is set up: a Node package or a Python project. */
export type Project = Target | PythonTarget;

export function isPython(project: Project): project is PythonTarget {
  return project.language === "python";
}

/** The word that `--target` and `create-logging.json` have for it. */
export function targetOf(project: Project): "node" | "python" {
  return isPython(project) ? "python" : "node";
}
