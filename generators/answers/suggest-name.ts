import path from "node:path";
import { isPython, type Project } from "../target/project.js";
import { nameFault } from "./validate-name.js";

/**
 * A name for the service, from its package.json without the scope, or from a Python project's own name or
 * else its folder's; undefined when that is no file name.
 */
export function suggestName(target: Project): string | undefined {
  const name = isPython(target)
    ? (target.projectName ?? path.basename(target.root)).trim()
    : target.packageJson.name?.replace(/^@[^/]*\//, "").trim();
  return name === undefined || nameFault(name) !== undefined ? undefined : name;
}
