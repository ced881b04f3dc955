import type { Answers } from "../answers/answers.js";
import { chooseFlavour } from "../render/choose-flavour.js";
import type { Target } from "../target/target.js";
import { findEntryFile } from "./find-entry-file.js";
import { findInsertion } from "./find-insertion.js";
import { findOwnImports } from "./find-own-imports.js";
import { noteEnvOrder, noteStarts, readEnvFlags } from "./note-environment.js";
import { loadTypeScript, parseSource, type TypeScript } from "./parse-source.js";
import type { EntrypointPatches, EntrypointRequest } from "./patch.js";
import { patchEntrypoint } from "./patch-entrypoint.js";
import { type EnvFilePlanner, planEnvFile } from "./plan-env-file.js";
import { readContext } from "./read-context.js";
import { readFileStyle } from "./read-file-style.js";

/** Whether an earlier run put this line into this file. */
export type IsOurs = (file: string, line: string) => boolean;

/** Patches every entrypoint of a package, in memory, and makes the env file that they share. */
export async function patchEntrypoints(
  target: Target,
  answers: Answers,
  isOurs: IsOurs = () => false,
): Promise<EntrypointPatches> {
  const ts = await loadTypeScript();
  const planner = planEnvFile(ts, target, answers);
  const result: EntrypointPatches = {
    patches: [],
    unchanged: [],
    refused: [],
    envFilesLoaded: [],
    notes: [],
  };
  const seen = new Set<string>();
  for (const { entry, setup } of listEntries(answers)) {
    await patchOne({ ts, target, answers, isOurs, planner, result, seen }, entry, setup);
  }
  const envFile = planner.render();
  if (envFile) result.envFile = envFile;
  const isLoadedByCode = envFile !== undefined || result.envFilesLoaded.length > 0;
  result.envFilesLoaded = [...new Set([...result.envFilesLoaded, ...readEnvFlags(target)])];
  result.notes.push(...planner.notes, ...(isLoadedByCode ? [] : noteStarts(target)));
  return result;
}

type Setup = EntrypointRequest["setup"];

interface Run {
  ts: TypeScript;
  target: Target;
  answers: Answers;
  isOurs: IsOurs;
  planner: EnvFilePlanner;
  result: EntrypointPatches;
  seen: Set<string>;
}

// A file that is both may be started as the child by itself: it must not ask for children.
function listEntries({ entries, children }: Answers): { entry: string; setup: Setup }[] {
  const ofChildren = children.flatMap(({ entry }) => entry ?? []);
  const own = entries.filter((entry) => !ofChildren.includes(entry));
  return [
    ...own.map((entry) => ({ entry, setup: "setup" as const })),
    ...ofChildren.map((entry) => ({ entry, setup: "setup-child" as const })),
  ];
}

async function patchOne(run: Run, entry: string, setup: Setup): Promise<void> {
  const { ts, target, answers, isOurs, planner, result, seen } = run;
  const found = findEntryFile(ts, target, entry);
  const { path } = found;
  if (seen.has(path)) return;
  seen.add(path);
  if ("reason" in found) {
    result.refused.push({ path, reason: found.reason });
    return;
  }
  if (path.startsWith(`${answers.dir}/`)) {
    result.refused.push({ path, reason: "is a part of the logging folder, and no entrypoint" });
    return;
  }
  const request = makeRequest(target, answers, path, setup);
  const state = readState(ts, request, found.decoded.text);
  const env = planner.add(path, !state.envLoaded, state.hasEnvFile);
  const patch = await patchEntrypoint(
    found.decoded.text,
    { ...request, envFile: env.repeated.length > 0 },
    (line) => isOurs(path, line),
  );
  result.envFilesLoaded.push(...env.files);
  if (!patch.patched && !patch.already) {
    const { reason, line } = patch;
    result.refused.push({ path, reason, ...(line === undefined ? {} : { line }) });
    return;
  }
  result.notes.push(...found.notes, ...patch.notes);
  if (state.form === "require" && target.moduleKind === "esm") {
    const text = "Its require() of an ES module needs Node 20.19, 22.12 or later.";
    result.notes.push({ file: path, text });
  }
  if (!patch.patched) {
    result.unchanged.push({ path, reason: `imports '${setup}' already` });
    return;
  }
  const after = found.decoded.encode(patch.text);
  if (!after) {
    const reason = `is not UTF-8, and its encoding has no way to write '${answers.dir}'`;
    result.refused.push({ path, reason });
    return;
  }
  const reason =
    env.repeated.length > 0
      ? `loads the env file, then '${setup}', ahead of everything else`
      : `loads '${setup}' ahead of everything else`;
  result.patches.push({ path, before: found.bytes, after, reason });
  result.notes.push(...noteEnvOrder(path, env, state.envLoaded));
}

function makeRequest(
  target: Target,
  answers: Answers,
  file: string,
  setup: Setup,
): EntrypointRequest {
  const { fileExtension } = chooseFlavour(target);
  const kind = /\.([mc])[jt]s$/.exec(file)?.[1];
  return {
    file,
    dir: answers.dir,
    setup,
    envFile: false,
    specifierExtension: target.specifierExtension,
    moduleKind: kind === "m" ? "esm" : kind === "c" ? "commonjs" : target.moduleKind,
    keepFirst: target.importSorter !== undefined,
    ...(fileExtension === ".mjs" || fileExtension === ".cjs" ? { fileExtension } : {}),
  };
}

// What the file holds before anything is added to it; nothing when it doesn't parse.
function readState(ts: TypeScript, request: EntrypointRequest, text: string) {
  const source = parseSource(ts, request.file, text.replace(/^\uFEFF/, ""));
  if ("reason" in source) return { form: undefined, envLoaded: true, hasEnvFile: false };
  const context = readContext(source);
  const own = findOwnImports(context, request);
  const { form } = readFileStyle(context, request);
  const { envLoaded } = findInsertion(context, form, Object.values(own));
  return { form, envLoaded, hasEnvFile: own.envFile !== undefined };
}
