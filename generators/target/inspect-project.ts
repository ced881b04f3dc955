import { realpathSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { configFileName } from "../file-names.js";
import type { Project } from "./project.js";
import { chooseLanguage } from "./python/choose-language.js";
import { readTextFile } from "./read-text-file.js";
import { isDirectory } from "./stat-path.js";

/**
 * Finds out what a service is made of and how it is started; `wanted` is what `--target` says. Read-only.
 * Refuses a folder that holds neither a Node package nor Python, and one that holds both and tells not which.
 */
export async function inspectProject(root: string, wanted?: string): Promise<Project> {
  const target = wanted ?? readConfigured(root) ?? choose(root);
  if (target === "python") {
    const { inspectPythonTarget } = await import("./python/inspect-python-target.js");
    return inspectPythonTarget(root);
  }
  const { inspectTarget } = await import("./inspect-target.js");
  return inspectTarget(root);
}

// As it was set up; comments are allowed there, and whoever reads the answers looks closer.
function readConfigured(root: string): string | undefined {
  const text = readTextFile(path.join(root, configFileName)) ?? "";
  return /"target"\s*:\s*"(node|python)"/.exec(text)?.[1];
}

function choose(root: string): "node" | "python" {
  // What is no folder is refused by the inspection, in its own words.
  if (!isDirectory(root)) return "node";
  const choice = chooseLanguage(realpathSync(root));
  if (typeof choice === "string") return choice;
  throw new RefusedError(
    `${choice.reason}. Pass --target node or --target python, and run again for the other.`,
  );
}
