import type { Entrypoint, Note, StartCommand } from "../target.js";

/** One way in which an entrypoint is started. */
export interface PythonRun {
  /**
   * The directory that Python searches for the service's own modules, POSIX and relative to the target:
   * the script's own for `python src/main.py`, the working directory for `python -m` and an import string.
   */
  searchPath: string;
  /** As Python finds it from there: `app.main`, `app.__main__` for `python -m app`; `__main__` for a script. */
  module: string;
}

export interface PythonEntrypoint extends Entrypoint {
  /** All ways in which it is started, best first; never empty. */
  runs: PythonRun[];
}

/** Where a project keeps its dependencies. */
export type DependencyKind =
  | "requirements"
  | "pep621"
  | "poetry"
  | "pipfile"
  | "setup-cfg"
  | "setup-py";

export interface DependencyFile {
  kind: DependencyKind;
  /** POSIX path relative to the target; `../` where a workspace's root keeps them. */
  file: string;
  /** Who installs from it, as far as a lock file or a table tells. */
  manager?: "pip" | "pip-tools" | "uv" | "poetry" | "pdm" | "hatch" | "pipenv";
}

/** What the inspection found out about a Python project. Read-only: nothing in the target was changed. */
export interface PythonTarget {
  /** Absolute path, symlinks resolved. */
  root: string;
  language: "python";
  /** Root of the repository or workspace that this project belongs to, absolute; the target itself when there is none. */
  workspaceRoot: string;
  /** The project's own name, where pyproject.toml or setup.cfg tells it. */
  projectName?: string;
  /** Directory that the logging folder goes into by default, POSIX and relative to the target; `` for its root. */
  sourceRoot: string;
  /** Real entrypoints, best first; empty when none was found. */
  entrypoints: PythonEntrypoint[];
  startCommands: StartCommand[];
  /** Where dependencies are kept, the one to add to first; empty where nothing keeps them. */
  dependencyFiles: DependencyFile[];
  /** Names of the distributions that it depends on, normalised: lower case, `-` for `_` and `.`. */
  dependencies: string[];
  /** Lowest Python that it says it runs on: `3.9`. */
  minimumPython?: string;
  /** Frameworks that were seen: they decide where records come from. */
  frameworks: ("django" | "flask" | "fastapi" | "gunicorn" | "uvicorn" | "celery")[];
  /** `true` when git has uncommitted changes here; undefined outside git. */
  gitDirty?: boolean;
  notes: Note[];
}
