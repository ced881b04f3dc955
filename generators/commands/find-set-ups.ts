import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { quote } from "../answers/quote.js";
import { RefusedError } from "../errors.js";
import { isWorkspaceRoot } from "../target/find-workspace-root.js";
import { isForeignFolder } from "../target/list-files.js";

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
export function findSetUps(
  roots: readonly string[],
  lockFile: string,
  configFile: string,
): SetUp[] {
  const isSetUp = (dir: string) =>
    [lockFile, configFile].some((name) => existsSync(path.join(dir, name)));
  const found = roots.flatMap((root) => {
    const below = isSetUp(root) && !isWorkspaceRoot(root) ? [] : listBelow(root, isSetUp, maxDepth);
    const all = isSetUp(root) ? [root, ...below] : below;
    if (all.length > 0) return all;
    throw new RefusedError(
      `${quote(root)} has no '${lockFile}', and neither has a folder below it. Run create-logging in the service first.`,
    );
  });
  return [...new Set(found)].map((root) => ({
    dir: path.relative(process.cwd(), root) || ".",
    root,
  }));
}

function listBelow(dir: string, isSetUp: (dir: string) => boolean, depth: number): string[] {
  if (depth === 0) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isForeignFolder(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => {
      const folder = path.join(dir, name);
      return [...(isSetUp(folder) ? [folder] : []), ...listBelow(folder, isSetUp, depth - 1)];
    });
}
