import type { ts } from "ts-morph";
import type { Answers } from "../../answers/answers.js";
import { chooseFlavour } from "../../render/choose-flavour.js";
import type { Target } from "../../target/target.js";
import { firstLine, loadTypeScript, type TypeScript } from "../parse-source.js";
import { shorten } from "./describe-command.js";
import { findCallers } from "./find-callers.js";
import { findSpawnCalls } from "./find-spawn-calls.js";
import { isSkippedFile } from "./is-skipped-file.js";
import { judgeSite } from "./judge-site.js";
import { isSpawning, listSources, type SourceText } from "./list-sources.js";
import { parseSpawnContext } from "./read-spawn-context.js";
import type { SpawnRequest, SpawnSite } from "./spawn.js";
import { surroundingsOf } from "./surroundings.js";

// Far more than a package of hand-written sources has that start processes.
const maxFiles = 400;

/**
 * Finds every place in a package's own sources that starts a process or a thread, by file and line. A
 * file that can't be read though it mentions such things is one place with the verdict `report`.
 */
export async function findSpawnSites(target: Target, answers: Answers): Promise<SpawnSite[]> {
  const sources = listSources(target, answers);
  const spawning = sources.filter(isSpawning).sort((a, b) => (a.file < b.file ? -1 : 1));
  if (spawning.length === 0) return [];
  const ts = await loadTypeScript();
  const entries = [...answers.entries, ...target.entrypoints.map(({ file }) => file)];
  const run = { ts, target, answers, sources };
  const sites = spawning.slice(0, maxFiles).flatMap((source) => {
    if (!isSkippedFile(source.file, entries))
      return findInFile(run, source).map((site) => refuseUntyped(target, site));
    return findInFile(run, source).map(skip);
  });
  const [first] = spawning.slice(maxFiles);
  if (!first) return sites;
  const count = spawning.length - maxFiles;
  const others = `is one of ${count} files that were not looked at, after ${maxFiles} that mention processes`;
  return [...sites, reportFile(first, 1, others)];
}

/** What a request to patch a file of a package says, besides the chosen places. */
export function makeSpawnRequest(target: Target, answers: Answers, file: string): SpawnRequest {
  const { fileExtension } = chooseFlavour(target);
  const { tsconfig, aliases, root, specifierExtension } = target;
  const kind = /\.([mc])[jt]s$/.exec(file)?.[1];
  const { outDir, rootDir = target.sourceRoot } = tsconfig ?? {};
  return {
    root,
    file,
    dir: answers.dir,
    variables: answers.standard.variables,
    moduleKind: kind === "m" ? "esm" : kind === "c" ? "commonjs" : target.moduleKind,
    specifierExtension,
    verbatimModuleSyntax: tsconfig?.verbatimModuleSyntax ?? false,
    ...(fileExtension === ".mjs" || fileExtension === ".cjs" ? { fileExtension } : {}),
    ...(outDir === undefined ? {} : { output: { outDir, rootDir } }),
    ...(aliases === undefined ? {} : { aliases }),
  };
}

// A TypeScript file beside a JavaScript entrypoint: what it imports from the logging folder has no types.
function refuseUntyped({ language }: Target, site: SpawnSite): SpawnSite {
  if (language === "typescript" || !/\.[mc]?tsx?$/.test(site.file)) return site;
  if (site.verdict !== "patchable") return site;
  const reason =
    "is TypeScript, and the logging folder is JavaScript, which has no types for it: give the child its NAME_APP by hand";
  return { ...site, verdict: "report", reason, canWatch: false };
}

interface Run {
  ts: TypeScript;
  target: Target;
  answers: Answers;
  sources: SourceText[];
}

function findInFile(run: Run, source: SourceText): SpawnSite[] {
  const { ts, target, answers } = run;
  const { file, text } = source;
  if (source.reason !== undefined) return [reportFile(source, 1, source.reason)];
  const context = parseSpawnContext(ts, file, text);
  if ("reason" in context) return [reportFile(source, context.line, context.reason)];
  const surroundings = surroundingsOf(makeSpawnRequest(target, answers, file));
  const sites = findSpawnCalls(context).map((call): SpawnSite => {
    const { site, judgement } = judgeSite(context, surroundings, call);
    const isWrapper = judgement.verdict === "report" && judgement.isWrapper === true;
    if (!isWrapper || site.verdict !== "report") return site;
    return withCallers(run, site, functionAround(ts, call.node));
  });
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

function functionAround(ts: TypeScript, node: ts.Node): string | undefined {
  let at = node.parent;
  while (at) {
    if (ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) return at.name?.getText();
    const isExpression = ts.isArrowFunction(at) || ts.isFunctionExpression(at);
    if (isExpression && ts.isVariableDeclaration(at.parent)) return at.parent.name.getText();
    if (isExpression && ts.isPropertyAssignment(at.parent)) return at.parent.name.getText();
    at = at.parent;
  }
  return undefined;
}

function withCallers(
  { ts, target, sources }: Run,
  site: SpawnSite,
  wrapper: string | undefined,
): SpawnSite {
  if (wrapper === undefined) return site;
  const callers = findCallers(ts, target, site.file, wrapper, sources);
  if (callers.length === 0) return site;
  return { ...site, reason: `${site.reason}; '${wrapper}' is called in ${callers.join(", ")}` };
}
