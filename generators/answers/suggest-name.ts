import type { Target } from "../target/target.js";
import { nameFault } from "./validate-name.js";

/** A name for the service, from its package.json without the scope; undefined when that is no file name. */
export function suggestName(target: Target): string | undefined {
  const name = target.packageJson.name?.replace(/^@[^/]*\//, "").trim();
  return name === undefined || nameFault(name) !== undefined ? undefined : name;
}
