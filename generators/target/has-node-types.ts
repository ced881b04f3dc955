import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PackageJson, tryReadPackageJson } from "./read-package-json.js";
import type { Target, TsConfig } from "./target.js";

/** Whether the package is TypeScript for which `import "node:fs"` has no types. */
export function lacksNodeTypes(target: Target): target is Target & { tsconfig: TsConfig } {
  return target.language === "typescript" && target.tsconfig?.hasNodeTypes === false;
}

/**
 * Whether `import "node:fs"` has types here: `@types/node` is installed or declared, by the package or
 * its workspace, and the tsconfig's `types` lets it in.
 */
export function hasNodeTypes(
  types: unknown,
  root: string,
  top: string,
  packageJson: PackageJson,
): boolean {
  const isDeclared = [packageJson, tryReadPackageJson(top)].some((found) =>
    found?.dependencies.includes("@types/node"),
  );
  if (!isDeclared && !isInstalled("@types/node", root)) return false;
  if (Array.isArray(types)) return types.some((name) => /^(\*|node|bun)$/.test(String(name)));
  // From version 6 on, an absent `types` is an empty list.
  return (typescriptMajor(root, packageJson) ?? 5) < 6;
}

function typescriptMajor(root: string, packageJson: PackageJson): number | undefined {
  const dir = findInstalled("typescript", root);
  const installed = dir === undefined ? undefined : tryReadPackageJson(dir)?.raw["version"];
  const declared = ["devDependencies", "dependencies"]
    .map((key) => (packageJson.raw[key] as Record<string, unknown> | undefined)?.["typescript"])
    .find((range) => typeof range === "string");
  const major = /\d+/.exec(String(installed ?? declared ?? ""))?.[0];
  return major === undefined ? undefined : Number(major);
}

function isInstalled(name: string, root: string): boolean {
  return findInstalled(name, root) !== undefined;
}

function findInstalled(name: string, dir: string): string | undefined {
  const path = join(dir, "node_modules", name);
  if (existsSync(join(path, "package.json"))) return path;
  return dirname(dir) === dir ? undefined : findInstalled(name, dirname(dir));
}
