import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parse } from "jsonc-parser";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { toPlain } from "./read-yaml.js";

/** The folder of the workspace that lists this package; the package itself when none does. */
export function findWorkspaceRoot(root: string): string {
  for (const dir of ancestors(root)) {
    const globs = readWorkspaceGlobs(dir);
    if (isMember(relative(dir, root).split(sep).join("/"), globs)) return dir;
    if (existsSync(join(dir, ".git"))) break;
  }
  return root;
}

/** The nearest folder from here upward that holds a `.git`; undefined outside git. */
export function findGitRoot(root: string): string | undefined {
  return [root, ...ancestors(root)].find((dir) => existsSync(join(dir, ".git")));
}

/** Patterns of the packages that a workspace root names, in npm's, yarn's, pnpm's or lerna's way. */
export function readWorkspaceGlobs(dir: string): string[] {
  const lerna = readTextFile(join(dir, "lerna.json"));
  const globs = [
    ...(tryReadPackageJson(dir)?.workspaces ?? []),
    ...listOf(toPlain(readTextFile(join(dir, "pnpm-workspace.yaml")) ?? "")),
    ...listOf(parse(lerna ?? "{}")),
  ];
  // What lerna takes where nobody says otherwise.
  return globs.length === 0 && lerna !== undefined ? ["packages/*"] : globs;
}

/** Whether this folder is the root of a workspace: one that lists its members, or one that Nx or turbo works on. */
export function isWorkspaceRoot(dir: string): boolean {
  return (
    readWorkspaceGlobs(dir).length > 0 ||
    ["nx.json", "turbo.json", "turbo.jsonc"].some((name) => existsSync(join(dir, name)))
  );
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

function listOf(config: unknown): string[] {
  const packages = (config as { packages?: unknown } | null | undefined)?.packages;
  return Array.isArray(packages) ? packages.filter((item) => typeof item === "string") : [];
}

/** Whether a folder, POSIX and relative to the workspace root, is one that these patterns name. */
export function isMember(path: string, globs: readonly string[]): boolean {
  const matches = (glob: string) => globToRegExp(glob).test(path);
  return (
    globs.some((glob) => !glob.startsWith("!") && matches(glob)) &&
    !globs.some((glob) => glob.startsWith("!") && matches(glob.slice(1)))
  );
}

function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/^\.\//, "")
    .replace(/\/$/, "")
    .replace(/[.+^$()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (star) => {
      if (star === "**/") return "(?:.*/)?";
      if (star === "**") return ".*";
      return star === "*" ? "[^/]*" : "[^/]";
    })
    .replace(/\{([^{}]*)\}/g, (_, choices: string) => `(?:${choices.split(",").join("|")})`);
  return new RegExp(`^${source}$`);
}
