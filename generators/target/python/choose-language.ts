import { existsSync } from "node:fs";
import { join } from "node:path";
import { CreateLoggingError } from "../../errors.js";
import { inspectTarget } from "../inspect-target.js";
import type { Entrypoint, StartCommand } from "../target.js";
import { inspectPythonTarget } from "./inspect-python-target.js";
import type { PythonTarget } from "./python-target.js";

/** Which of the two targets a folder is, and what tells. */
export type LanguageChoice =
  | { language: "node" | "python"; reason: string }
  | { ambiguous: { node: string; python: string } };

/** What each of the two inspections found in one folder. */
export interface LanguageFacts {
  node?: Side;
  python?: Side;
}

export interface Side {
  startCommands: Pick<StartCommand, "source" | "stage" | "entries">[];
  entrypoints: Pick<Entrypoint, "file">[];
  /** Has a file of dependencies of its own. */
  hasDependencies: boolean;
}

/**
 * Tells which kind of service a folder holds, by what starts it; a package.json alone is no Node service.
 * With it comes what the inspection found of Python, so that nobody looks twice.
 */
export async function chooseLanguage(
  root: string,
): Promise<LanguageChoice & { pythonTarget: PythonTarget }> {
  const node = existsSync(join(root, "package.json")) ? await inspectNode(root) : undefined;
  const pythonTarget = await inspectPythonTarget(root);
  const { entrypoints, startCommands, dependencyFiles } = pythonTarget;
  const hasDependencies = dependencyFiles.some(({ file }) => !file.startsWith("../"));
  const isPython = hasDependencies || entrypoints.length > 0;
  const choice = decideLanguage({
    ...(node === undefined ? {} : { node }),
    ...(isPython ? { python: { entrypoints, startCommands, hasDependencies } } : {}),
  });
  return { ...choice, pythonTarget };
}

/** The decision alone: production before the rest, commands before names, a project before a script. */
export function decideLanguage({ node, python }: LanguageFacts): LanguageChoice {
  if (python === undefined)
    return { language: "node", reason: "nothing of Python is started or installed here" };
  if (node === undefined)
    return { language: "python", reason: "there is Python here, and no package.json" };
  const sides = { node: rank(node), python: rank(python) };
  if (sides.node.rank !== sides.python.rank) {
    const language = sides.node.rank > sides.python.rank ? "node" : "python";
    return { language, reason: sides[language].reason };
  }
  return { ambiguous: { node: sides.node.reason, python: sides.python.reason } };
}

const chores = /^(scripts?|tools?|bin|docs|ci)\//;

function rank(side: Side): { rank: number; reason: string } {
  const { startCommands, entrypoints, hasDependencies } = side;
  const isReal = (file: string) => !chores.test(file) || hasDependencies;
  const inStage = (stage: StartCommand["stage"]) =>
    startCommands.find((each) => each.stage === stage && each.entries.some(isReal));
  const [production, development, bin] = (["production", "development", "bin"] as const).map(
    inStage,
  );
  // A script that a Node service starts with python and without a dependency is no Python service.
  const penalty = hasDependencies ? 0 : 1;
  if (production !== undefined) return { rank: 5 - penalty, reason: runs(production) };
  if (development !== undefined) return { rank: 3, reason: runs(development) };
  if (bin !== undefined) return { rank: 2, reason: runs(bin) };
  const [entry] = entrypoints;
  if (entry !== undefined) return { rank: 1, reason: `there is '${entry.file}'` };
  return { rank: 0, reason: "nothing starts a file of it" };
}

function runs({ source, entries: [entry = ""] }: Side["startCommands"][number]): string {
  return `${source} runs '${entry}'`;
}

async function inspectNode(root: string): Promise<Side | undefined> {
  try {
    const { startCommands, entrypoints, hosts = [] } = await inspectTarget(root);
    const hosted = hosts.map((host) => ({
      source: host,
      stage: "production" as const,
      entries: [host],
    }));
    return { startCommands: [...startCommands, ...hosted], entrypoints, hasDependencies: true };
  } catch (error) {
    // A package.json that can't be read is told by whoever sets Node up.
    if (error instanceof CreateLoggingError) return undefined;
    throw error;
  }
}
