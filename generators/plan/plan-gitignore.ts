import fs from "node:fs";
import path from "node:path";
import { isInside } from "../apply/confine-path.js";
import type { Note } from "../target/target.js";
import { appendLines } from "./append-lines.js";
import { tryReadTargetFile } from "./file-text.js";
import { escapeGlob, isIgnored, readIgnoreRules } from "./gitignore-rules.js";
import { usualLogs } from "./list-variables.js";
import type { Lock } from "./lock-file.js";
import type { Step } from "./plan.js";
import { wasInserted } from "./record-patch.js";

/** Keeps log files out of git: one line for each log directory inside the target that isn't ignored already. */
export function planGitignore(
  root: string,
  logs: string[],
  lock: Lock | undefined,
  notes: Note[],
): Step | undefined {
  const rules = readIgnoreRules(root);
  const patch = lock?.patches[".gitignore"];
  const lines = new Set<string>();
  for (const value of logs.length > 0 ? logs : [usualLogs]) {
    const line = findLine(root, value, rules);
    // Taken out after we put it in: somebody wants the logs in git.
    if (line !== undefined && !wasInserted(patch, (old) => old === line)) lines.add(line);
  }
  if (lines.size === 0) return undefined;
  const before = tryReadTargetFile(root, ".gitignore", notes);
  if (before === null || (before === undefined && patch?.created === true)) return undefined;
  const after = appendLines(before, [...lines], false);
  const reason = `log files: ${[...lines].join(", ")}`;
  if (after === undefined)
    return { kind: "leave", path: ".gitignore", reason: `is not UTF-8 text; add ${reason}` };
  if (before === undefined) return { kind: "create", path: ".gitignore", after, reason };
  return { kind: "patch", path: ".gitignore", before, after, reason };
}

function findLine(
  root: string,
  value: string,
  rules: ReturnType<typeof readIgnoreRules>,
): string | undefined {
  // `~` and `$` are resolved by a shell, and a drive is not here: nobody knows where they lead.
  if (value.trim() === "" || /^~|\$|^[A-Za-z]:|[\n\r]/.test(value)) return undefined;
  const directory = path.resolve(root, value.replaceAll("\\", "/"));
  if (!isInside(root, directory)) return undefined;
  const relative = path.relative(root, directory).split(path.sep).join("/");
  const stats = fs.statSync(directory, { throwIfNoEntry: false });
  // A directory with files in it is somebody's: only the log files in it are ignored.
  const isShared = relative === "" || (stats?.isDirectory() === true && hasOtherFiles(directory));
  const prefix = relative === "" ? "/" : `/${escapeGlob(relative)}/`;
  const isCovered = isIgnored(rules, path.join(directory, isShared ? "app.log" : "app"), false);
  if (isCovered) return undefined;
  return isShared ? `${prefix}*.log` : prefix;
}

function hasOtherFiles(directory: string): boolean {
  return fs.readdirSync(directory).some((name) => !/\.log$|\.lock$/.test(name));
}
