import { existsSync } from "node:fs";
import path from "node:path";
import type { Flags } from "../answers/answers.js";
import { quote } from "../answers/quote.js";
import { configFileName } from "../answers/read-config.js";
import { RefusedError } from "../errors.js";
import { findDependents } from "../target/find-services.js";
import { judgePackage } from "../target/judge-package.js";
import { listPackages } from "../target/list-packages.js";
import { isPython, type Project } from "../target/project.js";
import { tryReadPackageJson } from "../target/read-package-json.js";

/**
 * Refuses a workspace's library, which logs through the service that uses it and sets nothing up
 * itself. Who names its entrypoint knows better.
 */
export async function refuseLibrary(target: Project, flags: Flags, dir: string): Promise<void> {
  if (isPython(target)) return;
  const { root, workspaceRoot, startCommands, packageJson } = target;
  const isStarted = startCommands.some(
    ({ stage, entries }) => stage === "production" && entries.length > 0,
  );
  const isConfigured = existsSync(path.join(root, configFileName));
  if (isStarted || isConfigured || flags.entries !== undefined || workspaceRoot === root) return;
  const manifest = tryReadPackageJson(root);
  if (manifest === undefined) return;
  const dependents = findDependents(packageJson.name, listPackages(workspaceRoot));
  const { role, reason } = judgePackage(target, { manifest, dependents, isConfigured });
  if (role !== "library") return;
  throw new RefusedError(
    `${quote(dir)} is a library: ${reason}. It logs through the service that uses it, where create-logging is to run. Where something does start it, pass that file with --entry <file>.`,
  );
}
