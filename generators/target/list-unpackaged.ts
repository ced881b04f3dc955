import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "jsonc-parser";
import type { FoundPackage } from "./find-services.js";
import type { PackageList } from "./list-packages.js";
import { readTextFile } from "./read-text-file.js";

/** What looks like a package to a person and can't be set up from here, each with the next step. */
export function listUnpackaged(
  root: string,
  list: PackageList,
  isListed: (dir: string) => boolean,
): FoundPackage[] {
  const leftAlone = (dir: string, reason: string): FoundPackage => ({
    dir,
    root: join(root, dir),
    role: "elsewhere",
    isChosen: false,
    reason,
  });
  const links = list.links
    .filter(({ dir, to }) => posix.isAbsolute(to) && isListed(dir))
    .map(({ dir, to }) =>
      leftAlone(dir, `a link to '${to}', outside of this folder: run create-logging there`),
    );
  const projects = existsSync(join(root, "nx.json")) ? list.projects : [];
  return [
    ...links,
    ...projects.flatMap((dir) => {
      const main = findMain(root, dir);
      if (main === undefined) return [];
      const next = `run create-logging --entry ${main} in the root`;
      return [leftAlone(dir, `an app of Nx without a package.json of its own: ${next}`)];
    }),
  ];
}

interface Project {
  projectType?: unknown;
  targets?: Record<string, { options?: { main?: unknown } } | undefined>;
}

// An Nx app that node runs has a main file; one for the browser has an index.html, and is none of ours.
function findMain(root: string, dir: string): string | undefined {
  const project = parse(readTextFile(join(root, dir, "project.json")) ?? "{}") as
    | Project
    | undefined;
  if (project?.projectType !== "application") return undefined;
  const main = project.targets?.["build"]?.options?.main;
  const file = typeof main === "string" ? main : `${dir}/src/main.ts`;
  const isForBrowsers = /x$/.test(file) || existsSync(join(root, dir, "src/index.html"));
  return isForBrowsers || !existsSync(join(root, file)) ? undefined : file;
}
