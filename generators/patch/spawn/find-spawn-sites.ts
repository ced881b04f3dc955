import { existsSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../answers/answers.js";
import { chooseFlavour } from "../../render/choose-flavour.js";
import { findOutputOf } from "../../target/find-outputs.js";
import { listFiles } from "../../target/list-files.js";
import { readTextFile } from "../../target/read-text-file.js";
import type { Target } from "../../target/target.js";
import { loadTypeScript, parseSource, type TypeScript } from "../parse-source.js";
import { findCallers } from "./find-callers.js";
import { layoutOf } from "./find-child-file.js";
import { findSpawnCalls } from "./find-spawn-calls.js";
import { isSkippedFile } from "./is-skipped-file.js";
import { judgeSite, surroundingsOf } from "./judge-site.js";
import { readSpawnContext } from "./read-spawn-context.js";
import type { SpawnRequest, SpawnSite } from "./spawn.js";
import { mentionsSpawning } from "./spawn-apis.js";

// Far more than a package of hand-written sources has that start processes.
const maxFiles = 400;

/**
 * Finds every place in a package's own sources that starts a process or a thread, by file and line:
 * no dependencies, no built output, no package below it, not the logging folder.
 */
export async function findSpawnSites(target: Target, answers: Answers): Promise<SpawnSite[]> {
  const { root } = target;
  const sources = listSources(target, answers);
  const texts = sources.flatMap((file) => {
    const text = readTextFile(path.join(root, file));
    return text === undefined ? [] : [{ file, text }];
  });
  const spawning = texts.filter(({ text }) => mentionsSpawning.test(text)).slice(0, maxFiles);
  if (spawning.length === 0) return [];
  const ts = await loadTypeScript();
  const entries = [...answers.entries, ...target.entrypoints.map(({ file }) => file)];
  const sites = spawning.flatMap(({ file, text }) => {
    const found = findInFile(ts, target, answers, file, text);
    if (!isSkippedFile(file, entries)) {
      return found.map(({ site, wrapper }) =>
        wrapper === undefined ? site : withCallers(ts, target, site, wrapper, texts),
      );
    }
    const reason = "lies in tests, build configuration, scripts or migrations";
    return found.map(({ site }): SpawnSite => ({ ...site, verdict: "skipped", reason }));
  });
  return sites.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
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

function listSources(target: Target, answers: Answers): string[] {
  const { outputs } = layoutOf(target.root);
  const outDir = target.tsconfig?.outDir;
  const all = outDir ? [...outputs, { outDir }] : outputs;
  return listFiles(target.root, (dir) => findOutputOf(dir, all).length > 0)
    .files.filter((file) => /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/.test(file))
    .filter((file) => !/\.d\.[cm]ts$|\.min\.js$/.test(file))
    .filter((file) => !file.startsWith(`${answers.dir}/`))
    .filter((file) => !isEmitted(target.root, file));
}

// tsc without an outDir writes index.js beside index.ts.
function isEmitted(root: string, file: string): boolean {
  const stem = /^(.*)\.([cm]?)jsx?$/.exec(file);
  return stem !== null && existsSync(path.join(root, `${stem[1]}.${stem[2]}ts`));
}

interface Found {
  site: SpawnSite;
  /** The function that only passes on what its callers give it. */
  wrapper?: string;
}

function findInFile(
  ts: TypeScript,
  target: Target,
  answers: Answers,
  file: string,
  text: string,
): Found[] {
  const source = parseSource(ts, file, text);
  if ("reason" in source) return [];
  const context = readSpawnContext(source);
  const surroundings = surroundingsOf(makeSpawnRequest(target, answers, file));
  return findSpawnCalls(context).map((call): Found => {
    const { site, judgement } = judgeSite(context, surroundings, call);
    const isWrapper = judgement.verdict === "report" && judgement.isWrapper === true;
    const wrapper =
      isWrapper && site.verdict === "report" ? functionAround(ts, call.node) : undefined;
    return wrapper === undefined ? { site } : { site, wrapper };
  });
}

function functionAround(ts: TypeScript, node: import("ts-morph").ts.Node): string | undefined {
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
  ts: TypeScript,
  target: Target,
  site: SpawnSite,
  wrapper: string,
  texts: { file: string; text: string }[],
): SpawnSite {
  const callers = findCallers(ts, target, site.file, wrapper, texts);
  if (callers.length === 0) return site;
  return { ...site, reason: `${site.reason}; '${wrapper}' is called in ${callers.join(", ")}` };
}
