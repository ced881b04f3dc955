import type { Verdict } from "../judge-package.js";
import type { StartCommand } from "../target.js";
import type { PythonTarget } from "./python-target.js";

// Scripts of the developers' own.
const chores = /^(scripts?|tools?|bin|docs|ci)\//;

/** Tells a Python service from a library and from a tool, as `judgePackage` does for Node. */
export function judgePythonTarget(target: PythonTarget, isConfigured: boolean): Verdict {
  const inStage = (stage: StartCommand["stage"]) =>
    target.startCommands.find((each) => each.stage === stage && !each.entries.every(isChore));
  const started = inStage("production") ?? inStage("development");
  if (started !== undefined) return { role: "service", reason: runs(started) };
  if (isConfigured) return { role: "service", reason: "has a create-logging.json" };
  const [entry] = target.entrypoints;
  const django = target.entrypoints.find(({ file }) => /(^|\/)manage\.py$/.test(file));
  if (django !== undefined) return { role: "service", reason: `has '${django.file}'` };
  const [command] = target.startCommands;
  if (command !== undefined) {
    const isServer = command.stage === "bin" && target.frameworks.some((name) => name !== "celery");
    if (isServer) return { role: "service", reason: runs(command) };
    return { role: "tool", reason: `${runs(command)}, and nothing starts it` };
  }
  if (entry === undefined) return { role: "library", reason: "nothing starts a file of it" };
  return { role: "service", reason: `has '${entry.file}'` };
}

function isChore(entry: string): boolean {
  return chores.test(entry);
}

function runs({ source, entries: [entry = ""] }: StartCommand): string {
  return `${source} runs '${entry}'`;
}
