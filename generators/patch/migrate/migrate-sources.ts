import type { Answers } from "../../answers/answers.js";
import type { Note, Target } from "../../target/target.js";
import { loadTypeScript, parseSource } from "../parse-source.js";
import { type FileContext, readContext } from "../read-context.js";
import { findLoggingPart } from "../spawn/find-logging-call.js";
import { findSpawnSites, makeSpawnRequest } from "../spawn/find-spawn-sites.js";
import { listSourceFiles } from "../spawn/list-sources.js";
import type { Migration, SourcePatch } from "./migrate.js";
import { type FileRequest, migrateFile } from "./migrate-file.js";
import { noteForeign } from "./note-foreign.js";
import { placeSources } from "./place-sources.js";
import { type OnProgress, readDecoded, readSources, type SourceReader } from "./read-sources.js";
import { refuseFile } from "./refuse-file.js";
import { migrateSetups } from "./setups/migrate-setups.js";
import { type ImportGraph, traceImports } from "./trace-imports.js";

/** Moves a package's own sources to its logger, in memory: existing set-ups first, then console calls and exits. */
export async function migrateSources(
  target: Target,
  answers: Answers,
  onProgress: OnProgress = () => {},
): Promise<Migration> {
  const files = listSourceFiles(target, answers).sort();
  const setups = await migrateSetups(target, answers, files);
  const ts = await loadTypeScript();
  const reader: SourceReader = {
    ts,
    root: target.root,
    patched: new Map(setups.patches.map((patch) => [patch.path, patch])),
  };
  const graph = traceImports(ts, target.root, files, target.aliases);
  const read = await readSources(reader, files, graph, onProgress);
  const { seen, wanted, notes } = read;
  if (wanted.length === 0) return { patches: setups.patches, notes: [...setups.notes, ...notes] };
  const started = read.isSpawning ? await findSpawnSites(target, answers) : [];
  const scripts = started.flatMap(({ script }) => script ?? []);
  const place = placeSources(target, answers, graph, seen, scripts);
  const own = seen.filter(({ file }) => place(file) === undefined).map(({ file }) => file);
  const otherLogger = findOtherLogger(graph, own);
  const run: Run = { target, answers, reader, graph, otherLogger };
  const patches = new Map(reader.patched);
  for (const [index, file] of wanted.entries()) {
    if (index % 50 === 0) await onProgress(index, wanted.length, "Migrating");
    const foreign = place(file);
    const result = foreign ? { notes: noteForeign(reader, file, foreign) } : migrateOne(run, file);
    if (result.patch) patches.set(file, result.patch);
    notes.push(...result.notes);
  }
  return { patches: [...patches.values()], notes: [...setups.notes, ...notes] };
}

interface Run {
  target: Target;
  answers: Answers;
  reader: SourceReader;
  graph: ImportGraph;
  otherLogger: string | undefined;
}

const otherLoggers =
  /^(?:winston|pino|log4js|bunyan|tslog|loglevel|signale|consola|roarr|@logtape\/logtape)(?:\/|$)/;

function findOtherLogger(graph: ImportGraph, files: readonly string[]): string | undefined {
  for (const file of files) {
    const found = graph.packagesOf(file).find((each) => otherLoggers.test(each));
    if (found !== undefined) return found;
  }
  return undefined;
}

function migrateOne(run: Run, file: string): { patch?: SourcePatch; notes: Note[] } {
  const { answers, reader } = run;
  const decoded = readDecoded(reader, file);
  if (!decoded) return { notes: [] };
  const mark = decoded.text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const result = migrateFile(reader.ts, decoded.text.slice(mark.length), makeRequest(run, file));
  const notes = result.left.map((left): Note => ({ file, ...left }));
  if (result.text === undefined) return { notes };
  const after = decoded.encode(mark + result.text);
  const before = decoded.encode(decoded.text);
  if (after === undefined || before === undefined) {
    const text = `is not UTF-8, and its encoding has no way to write '${answers.dir}'`;
    return { notes: [...notes, { file, text, kind: "file" }] };
  }
  const earlier = reader.patched.get(file);
  const reason = describe(result);
  const patch = earlier
    ? { ...earlier, after, reason: `${earlier.reason}; ${reason}` }
    : { path: file, before, after, reason };
  return { patch, notes };
}

function makeRequest(run: Run, file: string): FileRequest {
  const { target, answers, graph, otherLogger } = run;
  const imports = makeSpawnRequest(target, answers, file);
  return {
    imports,
    openModule: (specifier) => openModule(run, file, specifier),
    isLoggerModule: (specifier) => {
      const module = graph.resolve(file, specifier);
      return module !== undefined && handsOnLogger(run, module);
    },
    ...(otherLogger === undefined ? {} : { otherLogger }),
    refusesUnused: target.tsconfig?.refusesUnused === true && /\.[mc]?tsx?$/.test(file),
    refuse: (context) => refuseFile(target, imports, context),
  };
}

function openModule(
  { reader, graph }: Run,
  file: string,
  specifier: string,
): FileContext | undefined {
  const module = graph.resolve(file, specifier);
  const decoded = module === undefined ? undefined : readDecoded(reader, module);
  if (module === undefined || !decoded) return undefined;
  const source = parseSource(reader.ts, module, decoded.text.replace(/^\uFEFF/, ""));
  return "reason" in source ? undefined : readContext(source);
}

// A set-up that was replaced, in this run or an earlier one.
function handsOnLogger({ graph, target, answers, reader }: Run, module: string): boolean {
  if (!reader.patched.has(module) && !/log[^/]*$/i.test(module)) return false;
  const { aliases = {} } = target;
  const folder = { dir: answers.dir, aliases };
  return graph
    .specifiersOf(module)
    .some((specifier) => findLoggingPart(module, folder, specifier) !== undefined);
}

function describe({ calls, exits }: { calls: number; exits: number }): string {
  const parts = [
    ...(calls === 0 ? [] : [calls === 1 ? "1 console call" : `${calls} console calls`]),
    ...(exits === 0 ? [] : [exits === 1 ? "1 exit" : `${exits} exits`]),
  ];
  return `${parts.join(" and ")} to the logger`;
}
