import { readFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { configFileName } from "../answers/read-config.js";
import { RefusedError } from "../errors.js";
import { readTargetFile } from "../plan/file-text.js";
import { type Lock, lockFileName, readLock } from "../plan/lock-file.js";
import type { Finding } from "./check.js";

/** What the repo's own files say, without running anything. */
export function findRepoFacts(root: string, answers: Answers): Finding[] {
  const lock = tryReadLock(root);
  return [
    "fault" in lock
      ? { clause: "repo:lock", verdict: "fail", evidence: lock.fault }
      : { clause: "repo:lock", verdict: "pass", evidence: `written by version ${lock.version}` },
    checkFiles(root, answers, "fault" in lock ? undefined : lock),
    checkMarkers(root, answers, "fault" in lock ? undefined : lock),
  ];
}

function tryReadLock(root: string): Lock | { fault: string } {
  try {
    const bytes = readTargetFile(root, lockFileName);
    if (bytes === undefined)
      return {
        fault: `there is no '${lockFileName}': the next upgrade can't tell your edits from its own`,
      };
    return readLock(bytes);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { fault: error.message };
  }
}

function checkFiles(root: string, { dir }: Answers, lock: Lock | undefined): Finding {
  const clause = "repo:files";
  if (lock === undefined)
    return {
      clause,
      verdict: "skipped",
      evidence: `only a whole '${lockFileName}' tells what belongs to it`,
    };
  const files = Object.keys(lock.files);
  const missing = files.filter((file) => tryRead(root, file) === undefined);
  const code = missing.filter((file) => !file.endsWith(".md"));
  const names = missing.map((file) => path.posix.relative(dir, file)).join(", ");
  if (code.length > 0)
    return { clause, verdict: "fail", evidence: `missing in '${dir}': ${names}` };
  const tail = missing.length > 0 ? `, but for ${names}` : "";
  return { clause, verdict: "pass", evidence: `${files.length - missing.length} files${tail}` };
}

function checkMarkers(root: string, answers: Answers, lock: Lock | undefined): Finding {
  const clause = "repo:markers";
  const entries = [...answers.entries, ...answers.children.flatMap(({ entry }) => entry ?? [])];
  const written = [...Object.keys(lock?.files ?? {}), ...Object.keys(lock?.patches ?? {})];
  const files = [
    ...new Set([...written, ...entries, configFileName, lockFileName, ".env.example"]),
  ];
  const marked = files.filter((file) => /^(?:<{7}|>{7}) /m.test(tryRead(root, file) ?? ""));
  if (marked.length > 0)
    return { clause, verdict: "fail", evidence: `conflicts to resolve in ${marked.join(", ")}` };
  return { clause, verdict: "pass", evidence: `none in ${files.length} files` };
}

function tryRead(root: string, file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), "utf8");
  } catch {
    return undefined;
  }
}
