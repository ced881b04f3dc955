import path from "node:path";
import { findBundlerEntries } from "../../target/find-bundler-entries.js";
import { findOutputs } from "../../target/find-outputs.js";
import { tryReadPackageJson } from "../../target/read-package-json.js";
import { readTsConfig } from "../../target/read-tsconfig.js";
import { type Layout, resolveEntry } from "../../target/resolve-entry.js";
import { isFile } from "../../target/stat-path.js";

/** The source file that a child's path leads to, both absolute; built output is mapped back. */
export function findChildFile(file: string): string | undefined {
  if (/\.pyw?$/.test(file)) return isFile(file) ? file : undefined;
  const root = packageOf(path.dirname(file));
  if (root === undefined) return isFile(file) ? file : undefined;
  const place = { root, repoRoot: root, base: root, isOutside: false };
  const resolution = resolveEntry(file, root, place, layoutOf(root));
  return resolution.found ? path.join(root, resolution.file) : undefined;
}

/** The folder of the package that a folder belongs to; the folder itself need not be there. */
export function packageOf(dir: string): string | undefined {
  let at = dir;
  while (!isFile(path.join(at, "package.json"))) {
    const parent = path.dirname(at);
    if (parent === at) return undefined;
    at = parent;
  }
  return at;
}

/** Where a package's tools put their output. */
export function layoutOf(root: string): Layout {
  const packageJson = tryReadPackageJson(root);
  if (!packageJson) return { root, outputs: [], bundlerEntries: [] };
  const { outputs } = readTsConfig(root, root, packageJson);
  return {
    root,
    outputs: findOutputs(root, packageJson, outputs),
    bundlerEntries: findBundlerEntries(root, packageJson),
  };
}
