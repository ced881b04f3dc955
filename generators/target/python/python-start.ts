import type { Place } from "../locate-path.js";
import type { Tracer } from "../trace-command.js";

/** Something of a project's own that a command has Python load. */
export type PythonLoad =
  /** `python src/main.py`: its folder is searched for modules. */
  | { kind: "script"; path: string }
  /** `python -m app.main`. */
  | { kind: "main"; module: string }
  /** An import string: `app.main:app`, without what it takes from the module. */
  | { kind: "module"; module: string }
  /** Imported by its path, as the module that its packages make it: `fastapi run app/main.py`. */
  | { kind: "file"; path: string };

/** One start of Python that a command line comes down to. */
export interface PythonStart {
  /** Tried in order: the first that is here is what is loaded. */
  loads: PythonLoad[];
  cwd: string;
  place: Place;
  /** Folders that are searched for modules, as written, relative to `cwd`; `.` is `cwd` itself. */
  searchPaths: string[];
  /** What starts it: `python`, `gunicorn`. */
  program: string;
  /** It starts several processes of one program. */
  hasWorkers?: boolean;
  /** It watches the sources, and runs the service in a child. */
  reloads?: boolean;
  /** A tool may be what is run (`python -m pip`): nobody is told where nothing of ours is found. */
  isGuess?: boolean;
}

/** Takes note of a start from the tracer's folder, with its PYTHONPATH. */
export function pushStart(
  tracer: Tracer,
  start: Omit<PythonStart, "cwd" | "place" | "searchPaths"> & Partial<PythonStart>,
): void {
  const named = (tracer.env["PYTHONPATH"] ?? "").split(":").filter((dir) => dir !== "");
  tracer.trace.python.push({
    cwd: tracer.cwd,
    place: tracer.place,
    ...start,
    searchPaths: [...(start.searchPaths ?? ["."]), ...named],
  });
}

/** The module of an import string: `pkg.app` of `pkg.app:create_app()`; undefined for what is none. */
export function moduleOf(reference: string | undefined): string | undefined {
  const module = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?::|$)/.exec(reference?.trim() ?? "")?.[1];
  return module;
}

/** The load of an import string, in a list that is empty where it is computed. */
export function importOf(reference: string | undefined): PythonLoad[] {
  const module = moduleOf(reference);
  return module === undefined ? [] : [{ kind: "module", module }];
}
