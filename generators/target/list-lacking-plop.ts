import { tryReadPackageJson } from "./read-package-json.js";
import type { Target } from "./target.js";

/** Packages that a plopfile with our generators needs and that neither the package nor its workspace declares. */
export function listLackingPlop({ packageJson, root, workspaceRoot }: Target): string[] {
  const above = root === workspaceRoot ? undefined : tryReadPackageJson(workspaceRoot);
  const declared = [...packageJson.dependencies, ...(above?.dependencies ?? [])];
  return ["create-logging", "plop"].filter((name) => !declared.includes(name));
}
