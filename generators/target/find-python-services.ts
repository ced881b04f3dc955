import { existsSync } from "node:fs";
import { join } from "node:path";
import { CreateLoggingError } from "../errors.js";
import type { FoundPackage } from "./find-services.js";
import { chooseLanguage } from "./python/choose-language.js";
import { inspectPythonTarget } from "./python/inspect-python-target.js";
import { judgePythonTarget } from "./python/judge-python-target.js";
import type { ListedPythonProject } from "./python/list-python-projects.js";

/** What lies around a Python project. */
export interface AroundPython {
  /** Folders of the Node packages of the same run. */
  packages: readonly string[];
  ignored: ReadonlySet<string>;
}

/**
 * The Python projects of a folder of many, and what each is. One that shares its folder with a Node package
 * is left out where Node is what is started there.
 */
export async function findPythonServices(
  root: string,
  listed: readonly ListedPythonProject[],
  around: AroundPython,
): Promise<FoundPackage[]> {
  const found: FoundPackage[] = [];
  for (const { dir } of listed) {
    const judged = await judgeOne(root, dir, around);
    if (judged !== undefined) found.push(judged);
  }
  return found;
}

async function judgeOne(
  root: string,
  dir: string,
  { packages, ignored }: AroundPython,
): Promise<FoundPackage | undefined> {
  const own = { dir: dir === "" ? "." : dir, root: join(root, dir) };
  if (ignored.has(dir))
    return { ...own, isChosen: false, role: "elsewhere", reason: "git ignores it" };
  const isShared = packages.includes(dir);
  const choice = isShared ? await chooseLanguage(own.root) : undefined;
  if (choice !== undefined && (!("language" in choice) || choice.language === "node"))
    return undefined;
  try {
    const target = choice?.pythonTarget ?? (await inspectPythonTarget(own.root));
    const isConfigured = !isShared && existsSync(join(own.root, "create-logging.json"));
    const verdict = judgePythonTarget(target, isConfigured);
    // A repository's root may hold no more than what its projects share.
    if (dir === "" && verdict.role !== "service") return undefined;
    // What only has a usual name may be the tool of a package that it lies in.
    const isInside = packages.some((each) => each !== "" && dir.startsWith(`${each}/`));
    const isStarted = isConfigured || target.startCommands.length > 0;
    const isChosen = verdict.role === "service" && (isStarted || !isInside);
    return { ...own, ...verdict, isChosen, target };
  } catch (error) {
    if (!(error instanceof CreateLoggingError)) throw error;
    return { ...own, role: "broken", reason: error.message, isChosen: true, error };
  }
}
