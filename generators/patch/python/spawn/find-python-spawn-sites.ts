import type { SyntaxNode } from "@lezer/common";
import type { Answers } from "../../../answers/answers.js";
import type { PythonTarget } from "../../../target/python/python-target.js";
import { firstLine } from "../../parse-source.js";
import { shorten } from "../../spawn/describe-command.js";
import { isSkippedFile } from "../../spawn/is-skipped-file.js";
import type { SourceText } from "../../spawn/list-sources.js";
import type { SpawnSite } from "../../spawn/spawn.js";
import { listPythonSources } from "../list-python-sources.js";
import { textOf } from "../parse-python.js";
import { findCallers } from "./find-callers.js";
import { findProcessCalls } from "./find-process-calls.js";
import { judgeSite } from "./judge-site.js";
import { mentionsProcesses } from "./process-apis.js";
import { type PythonModule, parseModule } from "./read-module.js";
import { scopeOf } from "./read-scopes.js";
import type { PythonSurroundings } from "./surroundings.js";

// Far more than a project of hand-written sources has that start processes.
const maxFiles = 400;

/**
 * Finds every place in a project's own modules that starts a process, by file and line. A file that can't
 * be read though it mentions such things is one place with the verdict `report`.
 */
export async function findPythonSpawnSites(
  target: PythonTarget,
  answers: Answers,
): Promise<SpawnSite[]> {
  const sources = listPythonSources(target, answers);
  const spawning = sources.filter(({ text }) => mentionsProcesses.test(text));
  const entries = [...answers.entries, ...target.entrypoints.map(({ file }) => file)];
  const sites: SpawnSite[] = [];
  for (const source of spawning.slice(0, maxFiles)) {
    const found = await findInFile(surroundingsOf(target, answers), source, sources);
    sites.push(...(isSkippedFile(source.file, entries) ? found.map(skip) : found));
  }
  const [first] = spawning.slice(maxFiles);
  if (!first) return sites;
  const count = spawning.length - maxFiles;
  const others = `is one of ${count} files that were not looked at, after ${maxFiles} that mention processes`;
  return [...sites, reportFile(first, 1, others)];
}

/** A file to patch, and what its calls are judged by. */
export interface PythonSpawnRequest extends PythonSurroundings {
  /** POSIX path relative to the target. */
  file: string;
}

/** What a request to patch a file of a project says, besides the chosen places. */
export function makePythonSpawnRequest(
  target: PythonTarget,
  answers: Answers,
  file: string,
): PythonSpawnRequest {
  return { ...surroundingsOf(target, answers), file };
}

function surroundingsOf(
  { root, entrypoints, sourceRoot }: PythonTarget,
  { dir, standard }: Answers,
): PythonSurroundings {
  const searched = entrypoints.flatMap(({ runs }) => runs.map(({ searchPath }) => searchPath));
  const searchPaths = [...new Set([...searched, sourceRoot, ""])];
  return { root, dir, variables: standard.variables, searchPaths };
}

async function findInFile(
  surroundings: PythonSurroundings,
  source: SourceText,
  sources: readonly SourceText[],
): Promise<SpawnSite[]> {
  const { file, text } = source;
  if (source.reason !== undefined) return [reportFile(source, 1, source.reason)];
  const module = await parseModule(file, text);
  if ("reason" in module) return [reportFile(source, module.line, module.reason)];
  const sites: SpawnSite[] = [];
  for (const call of findProcessCalls(module)) {
    const { site, judgement } = judgeSite(module, surroundings, call);
    const isWrapper = judgement.verdict === "report" && judgement.isWrapper === true;
    const wrapper =
      isWrapper && site.verdict === "report" ? functionAround(module, call.node) : undefined;
    const callers = wrapper === undefined ? [] : await findCallers(file, wrapper, sources);
    const called = `'${wrapper}' is called in ${callers.join(", ")}`;
    sites.push(callers.length === 0 ? site : { ...site, reason: `${site.reason}; ${called}` });
  }
  return sites.sort((a, b) => a.line - b.line);
}

function reportFile({ file, text }: SourceText, line: number, reason: string): SpawnSite {
  const command = shorten(firstLine(text.split(/\r\n?|\n/)[line - 1] ?? ""));
  const base = { file, line, kind: "file", command, text: "" };
  return { ...base, verdict: "report", reason, notes: [], canWatch: false };
}

function skip(site: SpawnSite): SpawnSite {
  const reason = "lies in tests, build configuration, scripts or migrations";
  return { ...site, verdict: "skipped", reason, canWatch: false };
}

function functionAround(module: PythonModule, node: SyntaxNode): string | undefined {
  const scope = scopeOf(node);
  const name = scope.name === "FunctionDefinition" ? scope.getChild("VariableName") : undefined;
  const text = name ? textOf(module, name) : undefined;
  // A class is called by its own name.
  return text?.startsWith("__") ? undefined : text;
}
