import { isPython, type Project } from "../target/project.js";

/** Where the logging folder goes unless somebody says otherwise: beside the entry's sources. */
export function usualDir(project: Project): string {
  // `logging` would shadow Python's own module.
  const folder = isPython(project) ? "app_logging" : "logging";
  return project.sourceRoot === "" ? folder : `${project.sourceRoot}/${folder}`;
}
