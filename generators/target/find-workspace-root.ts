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
    if (globs.length > 0 && isMember(relative(dir, root).split(sep).join("/"), globs)) return dir;
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
  return [
    ...(tryReadPackageJson(dir)?.workspaces ?? []),
    ...listOf(toPlain(readTextFile(join(dir, "pnpm-workspace.yaml")) ?? "")),
    ...listOf(parse(readTextFile(join(dir, "lerna.json")) ?? "{}")),
  ];
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

function listOf(config: unknown): string[] {
  const packages = (config as { packages?: unknown } | null | undefined)?.packages;
  return Array.isArray(packages) ? packages.filter((item) => typeof item === "string") : [];
}

function isMember(path: string, globs: string[]): boolean {
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
