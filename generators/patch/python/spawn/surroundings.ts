import type { Variables } from "../../../standard.js";

/** What the calls of a file are judged by. */
export interface PythonSurroundings {
  variables: Variables;
  /** The project, absolute. */
  root: string;
  /** The logging folder, POSIX path relative to the target. */
  dir: string;
  /** Directories that Python searches for the project's modules, POSIX and relative to the target. */
  searchPaths: readonly string[];
}
