import { readFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import type { EntrypointPatches } from "../patch/patch.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import { readEnvText } from "../plan/env-text.js";
import { listVariables } from "../plan/list-variables.js";
import { findSites } from "../plan/note-surroundings.js";
import { planEnvFiles } from "../plan/plan-env-files.js";
import { planGitignore } from "../plan/plan-gitignore.js";
import { isPython, type Project } from "../target/project.js";
import type { Note } from "../target/target.js";
import type { Finding } from "./check.js";
import { checkLoguru } from "./python/check-loguru.js";
import { readPythonSources } from "./python/read-python-sources.js";
import { readNodeSources } from "./read-node-sources.js";

/** What was found in a service's own sources. */
export interface Sources {
  entries: EntrypointPatches;
  /** Notes of these that say that an entrypoint does not do what it is to do. */
  entryFaults: Note[];
  /** Places that set up other loggers. */
  loggers: Note[];
  /** Those that keep records from this one. */
  silencers: Note[];
  /** What gives a child its environment. */
  childEnv: string;
}

/** The clauses that are judged from the sources alone. */
export const sourceFacts = [
  "repo:loguru",
  "repo:entry",
  "repo:loggers",
  "repo:env",
  "repo:gitignore",
  "repo:spawn",
];

/** What the service's sources and the files beside them say. */
export async function findSourceFacts(target: Project, answers: Answers): Promise<Finding[]> {
  const sources = isPython(target)
    ? await readPythonSources(target, answers)
    : await readNodeSources(target, answers);
  return [
    ...(isPython(target) ? [await checkLoguru(target)] : []),
    checkEntries(sources),
    checkLoggers(target.root, sources, answers),
    checkEnvExample(target.root, answers),
    checkGitignore(target.root, answers, sources.entries.envFilesLoaded),
    checkSpawnSites(await findSites(target, answers), sources.childEnv, answers),
  ];
}

function checkEntries({ entries, entryFaults }: Sources): Finding {
  const { patches, unchanged, refused } = entries;
  const faults = [
    ...patches.map(({ path, reason }) => `'${path}' lacks what ${reason}: run create-logging`),
    ...refused.map(
      ({ path, line, reason }) => `'${path}${line === undefined ? "" : `:${line}`}' ${reason}`,
    ),
    ...entryFaults.map(showNote),
  ];
  if (faults.length > 0)
    return { clause: "repo:entry", verdict: "fail", evidence: faults.join("; ") };
  const names = unchanged.map(({ path }) => path).join(", ");
  return { clause: "repo:entry", verdict: "pass", evidence: names };
}

// Another logger beside ours is the owner's business; one in the same file mixes with it.
function checkLoggers(root: string, { loggers, silencers }: Sources, answers: Answers): Finding {
  const { logs } = answers.standard.variables;
  const shared = loggers.filter(({ file = "" }) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return text.includes(logs) || text.includes(`${answers.name}.log`);
  });
  const clause = "repo:loggers";
  const wrong = [...shared, ...silencers];
  if (wrong.length > 0)
    return { clause, verdict: "fail", evidence: wrong.map(showNote).join("; ") };
  const others = loggers.map(({ file, line }) => `${file}:${line}`).join(", ");
  const evidence =
    loggers.length === 0 ? "no other one is set up" : `set up, and not in its directory: ${others}`;
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

function checkSpawnSites(
  sites: readonly SpawnSite[],
  childEnv: string,
  { children }: Answers,
): Finding {
  const clause = "repo:spawn";
  const isDeclared = ({ descriptor, script }: SpawnSite) =>
    children.some(
      (child) =>
        child.descriptor === descriptor || (script !== undefined && child.entry === script),
    );
  const open = sites.filter(({ verdict }) => verdict === "patchable");
  const bare = open.filter(isDeclared);
  if (bare.length > 0)
    return { clause, verdict: "fail", evidence: `without ${childEnv}: ${listPlaces(bare)}` };
  const named = sites.filter(({ verdict }) => verdict === "handled");
  const others = sites.filter(({ verdict }) => verdict === "report");
  const parts = [
    `${named.length} with ${childEnv}`,
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
