import { readFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { isLateSetup } from "../patch/note-order.js";
import { patchEntrypoints } from "../patch/patch-entrypoints.js";
import { findSpawnSites } from "../patch/spawn/find-spawn-sites.js";
import { listSources } from "../patch/spawn/list-sources.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import { readEnvText } from "../plan/env-text.js";
import { listVariables } from "../plan/list-variables.js";
import { planEnvFiles } from "../plan/plan-env-files.js";
import { planGitignore } from "../plan/plan-gitignore.js";
import { findLoggers } from "../target/find-loggers.js";
import type { Note, Target } from "../target/target.js";
import type { Finding } from "./check.js";

/** What the service's sources and the files beside them say. */
export async function findSourceFacts(target: Target, answers: Answers): Promise<Finding[]> {
  const entries = await patchEntrypoints(target, answers);
  return [
    checkEntries(entries),
    checkLoggers(target, answers),
    checkEnvExample(target.root, answers),
    checkGitignore(target.root, answers, entries.envFilesLoaded),
    checkSpawnSites(await findSpawnSites(target, answers), answers),
  ];
}

function checkEntries({
  patches,
  unchanged,
  refused,
  notes,
}: Awaited<ReturnType<typeof patchEntrypoints>>): Finding {
  const faults = [
    ...patches.map(({ path, reason }) => `'${path}' lacks what ${reason}: run create-logging`),
    ...refused.map(
      ({ path, line, reason }) => `'${path}${line === undefined ? "" : `:${line}`}' ${reason}`,
    ),
    ...notes.filter(isLateSetup).map(showNote),
  ];
  if (faults.length > 0)
    return { clause: "repo:entry", verdict: "fail", evidence: faults.join("; ") };
  const names = unchanged.map(({ path }) => path).join(", ");
  return { clause: "repo:entry", verdict: "pass", evidence: names };
}

// Another logger beside ours is the owner's business; one in the same file mixes with it.
function checkLoggers(target: Target, answers: Answers): Finding {
  const { root, packageJson } = target;
  const files = listSources(target, answers).map(({ file }) => file);
  const found = findLoggers(root, files, packageJson.dependencies);
  const { logs } = answers.standard.variables;
  const shared = found.filter(({ file = "" }) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return text.includes(logs) || text.includes(`${answers.name}.log`);
  });
  const clause = "repo:loggers";
  if (shared.length > 0)
    return { clause, verdict: "fail", evidence: shared.map(showNote).join("; ") };
  const others = found.map(({ file, line }) => `${file}:${line}`).join(", ");
  const evidence =
    found.length === 0 ? "no other one is set up" : `set up, and not in its directory: ${others}`;
  return { clause, verdict: "pass", evidence };
}

function checkEnvExample(root: string, answers: Answers): Finding {
  const clause = "repo:env";
  let text: string;
  try {
    text = readFileSync(path.join(root, ".env.example"), "utf8");
  } catch {
    return { clause, verdict: "fail", evidence: "there is no '.env.example'" };
  }
  const { set, commented } = readEnvText(text);
  const { logs } = answers.standard.variables;
  const missing = listVariables(answers).filter(
    ({ name }) => !set.has(name) && !commented.has(name),
  );
  // The others have defaults.
  const needed = missing.filter(({ name, isRequired }) => isRequired || name === logs);
  const names = missing.map(({ name }) => name).join(", ");
  if (needed.length > 0) return { clause, verdict: "fail", evidence: `it lacks ${names}` };
  const tail = missing.length === 0 ? "" : `, but for ${names}`;
  return { clause, verdict: "pass", evidence: `all of them${tail}` };
}

function checkGitignore(root: string, answers: Answers, envFilesLoaded: string[]): Finding {
  const { logs } = planEnvFiles(root, answers, envFilesLoaded, undefined);
  const step = planGitignore(root, logs, undefined, []);
  const clause = "repo:gitignore";
  const shown = logs.length === 0 ? "" : ` (${[...new Set(logs)].join(", ")})`;
  if (step !== undefined)
    return {
      clause,
      verdict: "fail",
      evidence: `'.gitignore' lacks ${step.reason.replace(/^log files: /, "")}${shown}`,
    };
  return { clause, verdict: "pass", evidence: `ignored, or outside of the repo${shown}` };
}

function checkSpawnSites(sites: readonly SpawnSite[], { children }: Answers): Finding {
  const clause = "repo:spawn";
  const isDeclared = ({ descriptor, script }: SpawnSite) =>
    children.some(
      (child) =>
        child.descriptor === descriptor || (script !== undefined && child.entry === script),
    );
  const open = sites.filter(({ verdict }) => verdict === "patchable");
  const bare = open.filter(isDeclared);
  if (bare.length > 0)
    return { clause, verdict: "fail", evidence: `without childEnv: ${listPlaces(bare)}` };
  const named = sites.filter(({ verdict }) => verdict === "handled");
  const others = sites.filter(({ verdict }) => verdict === "report");
  const parts = [
    `${named.length} with childEnv`,
    ...(open.length === 0 ? [] : [`not declared: ${listPlaces(open)}`]),
    ...(others.length === 0 ? [] : [`for a person to judge: ${listPlaces(others)}`]),
  ];
  return {
    clause,
    verdict: "pass",
    evidence: sites.length === 0 ? "no place starts a child" : parts.join("; "),
  };
}

function listPlaces(sites: readonly SpawnSite[]): string {
  return sites.map(({ file, line }) => `${file}:${line}`).join(", ");
}

function showNote({ file, line, text }: Note): string {
  return `${file ?? ""}${line === undefined ? "" : `:${line}`} ${text}`.trim();
}
