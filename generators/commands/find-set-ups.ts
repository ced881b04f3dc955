import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { configFileName, lockFileName } from "../file-names.js";
import { isForeignFolder } from "../target/list-files.js";
import { readTextFile } from "../target/read-text-file.js";

/** A service that has its logging. */
export interface SetUp {
  /** As a person is shown it: relative to where they are. */
  dir: string;
  root: string;
}

// Services lie a few folders below their repository's root; sources may lie much deeper.
const maxDepth = 4;

/**
 * The services of these directories that have their logging. A workspace's root stands for those of its packages, and
 * so does a folder of services. Throws a RefusedError where there is none.
 */
export async function findSetUps(roots: readonly string[]): Promise<SetUp[]> {
  const found: string[] = [];
  for (const root of roots) {
    const below = isSetUp(root) && !(await isWorkspace(root)) ? [] : listBelow(root, maxDepth);
    const all = isSetUp(root) ? [root, ...below] : below;
    if (all.length === 0)
      throw new RefusedError(
        `${quote(root)} has no '${lockFileName}', and neither has a folder below it. Run create-logging in the service first.`,
      );
    found.push(...all);
  }
  return [...new Set(found)].map((root) => ({
    dir: path.relative(process.cwd(), root) || ".",
    root,
  }));
}

function isSetUp(dir: string): boolean {
  return [lockFileName, configFileName].some((name) => existsSync(path.join(dir, name)));
}

// The exact answer needs parsers, which most services are spared.
async function isWorkspace(root: string): Promise<boolean> {
  const signs = ["pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "turbo.jsonc"];
  const mayBe =
    signs.some((name) => existsSync(path.join(root, name))) ||
    readTextFile(path.join(root, "package.json"))?.includes('"workspaces"') === true;
  if (!mayBe) return false;
  const { isWorkspaceRoot } = await import("../target/find-workspace-root.js");
  return isWorkspaceRoot(root);
}

function listBelow(dir: string, depth: number): string[] {
  if (depth === 0) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isForeignFolder(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => {
      const folder = path.join(dir, name);
      return [...(isSetUp(folder) ? [folder] : []), ...listBelow(folder, depth - 1)];
    });
}
