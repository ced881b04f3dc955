import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { CreateLoggingError } from "../errors.js";
import { isRecord } from "../is-record.js";
import { isMember, isWorkspaceRoot, readWorkspaceGlobs } from "./find-workspace-root.js";
import { inspectTarget } from "./inspect-target.js";
import { judgePackage, type Role, type Verdict } from "./judge-package.js";
import { type ListedPackage, listPackages, type PackageList } from "./list-packages.js";
import { listUnpackaged } from "./list-unpackaged.js";
import type { Project } from "./project.js";
import { type ListedPythonProject, listPythonProjects } from "./python/list-python-projects.js";
import type { Target } from "./target.js";

/** A package of a folder of many, and what it is. */
export interface FoundPackage extends Verdict {
  /** POSIX path relative to the folder that was searched; `.` for that folder itself. */
  dir: string;
  /** Absolute, symlinks resolved. */
  root: string;
  /** Set up unless a person says otherwise. */
  isChosen: boolean;
  /** The inspection, of what can be set up. */
  target?: Project;
  /** Why it can't be inspected. */
  error?: CreateLoggingError;
}

/** The packages of a workspace, or of a folder of services. */
export interface ServiceList {
  root: string;
  packages: FoundPackage[];
}

/** Told what is being looked at. */
export type OnPackage = (done: number, total: number, dir: string) => void;

const ownConfig = "create-logging.json";
// Nobody runs these for their users.
const trials =
  /(^|\/)(tests?|__tests__|__fixtures__|fixtures|e2e|examples?|samples?|demos?|templates?|playgrounds?|sandbox|bench(marks?)?|docs)(\/|$)/i;

/**
 * The packages of a workspace root, or of a folder of packages that starts nothing itself; undefined
 * where the folder is one service, or nothing but a package.
 */
export async function findServices(
  path: string,
  onPackage: OnPackage = () => {},
): Promise<ServiceList | undefined> {
  const root = realpathSync(path);
  const hasManifest = existsSync(join(root, "package.json"));
  const isWorkspace = isWorkspaceRoot(root);
  if (hasManifest && !isWorkspace && existsSync(join(root, ownConfig))) return undefined;
  const list = listPackages(root);
  const projects = listPythonProjects(root);
  if (![...list.packages, ...projects].some(({ dir }) => dir !== "")) return undefined;
  if (hasManifest && !isWorkspace && (await startsSomething(root))) return undefined;
  if (!hasManifest && (await isOnePythonService(root, projects))) return undefined;
  const packages = await judgeAll(root, list, projects, onPackage);
  const holdsService = packages.some(({ dir, isChosen }) => dir !== "." && isChosen);
  if (hasManifest && !isWorkspace && !holdsService) return undefined;
  const offered = packages.filter(({ role }) => isOffered(role));
  const isOneService = offered.length === 1 && offered[0]?.dir === ".";
  return isOneService ? undefined : { root, packages };
}

// A project at the root that starts something is one service, whatever lies below it.
async function isOnePythonService(
  root: string,
  projects: readonly ListedPythonProject[],
): Promise<boolean> {
  if (existsSync(join(root, ownConfig))) return true;
  if (!projects.some(({ dir }) => dir === "")) return false;
  const { inspectPythonTarget } = await import("./python/inspect-python-target.js");
  return (await inspectPythonTarget(root)).entrypoints.length > 0;
}

/** Whether a person may choose it; whatever is broken is chosen too, so that it is reported. */
export function isOffered(role: Role): boolean {
  return /^(service|tool|unresolved|broken)$/.test(role);
}

/** Folders, relative to `root`, of the packages that depend on this one at run time. */
export function findDependents(name: string | undefined, list: PackageList): string[] {
  if (name === undefined) return [];
  return list.packages.flatMap(({ dir, manifest }) =>
    // A root that lists its members uses none of them.
    dir !== "" && manifest !== undefined && dependenciesOf(manifest.raw).has(name) ? [dir] : [],
  );
}

async function startsSomething(root: string): Promise<boolean> {
  try {
    return (await inspectTarget(root)).entrypoints.length > 0;
  } catch (error) {
    // It is told by whoever inspects it as the one service that it is then.
    if (error instanceof CreateLoggingError) return true;
    throw error;
  }
}

async function judgeAll(
  root: string,
  list: PackageList,
  projects: readonly ListedPythonProject[],
  onPackage: OnPackage,
): Promise<FoundPackage[]> {
  const globs = readWorkspaceGlobs(root);
  const ignored = findIgnored(root, [...list.packages, ...projects]);
  const linked = new Map(list.links.map(({ dir, to }) => [to, dir]));
  const isListed = (dir: string) =>
    dir === "" ||
    globs.length === 0 ||
    isMember(dir, globs) ||
    isMember(linked.get(dir) ?? "..", globs);
  const total = list.packages.length + projects.length;
  const python =
    projects.length === 0
      ? []
      : await import("./find-python-services.js").then(({ findPythonServices }) =>
          findPythonServices(root, projects, {
            packages: list.packages.map(({ dir }) => dir),
            ignored,
          }),
        );
  const found = python.filter(({ dir }) => !trials.test(dir));
  const taken = new Set(python.map(({ dir }) => dir));
  for (const [index, each] of list.packages.entries()) {
    onPackage(index + 1, total, each.dir);
    if (taken.has(each.dir === "" ? "." : each.dir)) continue;
    const judged = await judgeOne(root, each, list, { ignored, isListed });
    const isIn = isListed(each.dir);
    if (judged.dir === "." && judged.role === "idle") continue;
    if (isIn && !trials.test(each.dir)) found.push(judged);
    else if (judged.role === "service") {
      const why = isIn ? "lies among tests or examples" : "is no member of the workspace";
      found.push({ ...judged, isChosen: false, reason: `${judged.reason}; ${why}` });
    }
  }
  found.sort((a, b) => (a.dir < b.dir ? -1 : 1));
  return [...found, ...listUnpackaged(root, list, isListed)];
}

interface Around {
  ignored: ReadonlySet<string>;
  isListed(dir: string): boolean;
}

async function judgeOne(
  root: string,
  { dir, manifest }: ListedPackage,
  list: PackageList,
  { ignored, isListed }: Around,
): Promise<FoundPackage> {
  const own = { dir: dir === "" ? "." : dir, root: join(root, dir) };
  if (ignored.has(dir))
    return { ...own, isChosen: false, role: "elsewhere", reason: "git ignores it" };
  try {
    const inspected = await inspectTarget(own.root);
    const target = dir === "" ? withoutMembers(inspected, list, isListed) : inspected;
    const verdict = judgePackage(target, {
      manifest: manifest ?? { bin: {}, scripts: {}, workspaces: [], dependencies: [], raw: {} },
      dependents: findDependents(target.packageJson.name, list),
      isConfigured: existsSync(join(own.root, ownConfig)),
    });
    // What a root's own files start in vain lies in a member, or is made by a build.
    if (dir === "" && verdict.role === "unresolved")
      return { ...own, role: "idle", reason: verdict.reason, isChosen: false };
    return { ...own, ...verdict, isChosen: verdict.role === "service", target };
  } catch (error) {
    if (!(error instanceof CreateLoggingError)) throw error;
    return { ...own, role: "broken", reason: error.message, isChosen: true, error };
  }
}

// A root's script that runs a member's file starts that member.
function withoutMembers(
  target: Target,
  { packages }: PackageList,
  isListed: Around["isListed"],
): Target {
  const isOwn = (file: string) =>
    !packages.some(({ dir }) => dir !== "" && isListed(dir) && file.startsWith(`${dir}/`));
  return {
    ...target,
    entrypoints: target.entrypoints.filter(({ file }) => isOwn(file)),
    startCommands: target.startCommands.flatMap((command) => {
      const entries = command.entries.filter(isOwn);
      return entries.length === 0 && command.entries.length > 0 ? [] : [{ ...command, entries }];
    }),
  };
}

// One run for all of them; without git, or outside of a repository, nothing is ignored.
function findIgnored(root: string, listed: readonly { dir: string }[]): Set<string> {
  const dirs = listed.map(({ dir }) => dir).filter((dir) => dir !== "");
  try {
    const output = execFileSync("git", ["check-ignore", "-z", "--stdin"], {
      cwd: root,
      input: dirs.join("\0"),
      stdio: ["pipe", "pipe", "ignore"],
      encoding: "utf8",
      timeout: 5_000,
      windowsHide: true,
    });
    return new Set(output.split("\0").filter((dir) => dir !== ""));
  } catch {
    return new Set();
  }
}

function dependenciesOf(raw: Record<string, unknown>): Set<string> {
  const kinds = ["dependencies", "optionalDependencies", "peerDependencies"];
  return new Set(kinds.flatMap((kind) => (isRecord(raw[kind]) ? Object.keys(raw[kind]) : [])));
}
