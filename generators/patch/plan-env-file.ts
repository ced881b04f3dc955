import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { chooseFlavour } from "../render/choose-flavour.js";
import type { RenderedFile } from "../render/render.js";
import { readTextFile } from "../target/read-text-file.js";
import type { Note, Target } from "../target/target.js";
import { findEnvLoading } from "./find-env-loading.js";
import { isLightModule } from "./is-light-module.js";
import { listEnvFiles } from "./list-env-files.js";
import { noteBlocked, noteOverride } from "./note-env-calls.js";
import type { TypeScript } from "./parse-source.js";
import { readDotenvMajor } from "./read-dotenv-major.js";
import type { EnvCall } from "./read-env-calls.js";
import { type EnvFileRequest, renderEnvFile, tryEnvCall } from "./render-env-file.js";

/** How one entrypoint's environment is loaded ahead of its guard. */
export interface EntryEnv {
  /** What is loaded ahead of the guard, POSIX paths relative to the target. */
  files: string[];
  /** What its own sources do, in the order in which a start reaches it. */
  calls: EnvCall[];
  /** Those of them that the env file does as well. */
  repeated: EnvCall[];
}

/** Collects what the entrypoints load, and makes one env file of it. */
export interface EnvFilePlanner {
  /**
   * Reads one entrypoint. `isNeeded`: its calls have to be repeated; `isImported`: it has the import
   * of the env file already.
   */
  add(entry: string, isNeeded: boolean, isImported: boolean): EntryEnv;
  /** The file; undefined when nothing has to be repeated. */
  render(): RenderedFile | undefined;
  notes: Note[];
}

const bundlers = new Set([
  "@vercel/ncc",
  "esbuild",
  "parcel",
  "rolldown",
  "rollup",
  "tsdown",
  "tsup",
  "webpack",
]);

/** Starts the plan of the env file for one package. */
export function planEnvFile(ts: TypeScript, target: Target, answers: Answers): EnvFilePlanner {
  const request: EnvFileRequest = {
    dir: answers.dir,
    flavour: chooseFlavour(target),
    verbatimModuleSyntax: target.tsconfig?.verbatimModuleSyntax ?? false,
    hasDotenv: target.packageJson.dependencies.includes("dotenv"),
    isBundled: target.packageJson.dependencies.some((name) => bundlers.has(name)),
    isTalkative: readDotenvMajor(target) >= 17,
    calls: [],
    loaders: [],
  };
  const own = `${answers.dir}/env-file${request.flavour.fileExtension}`;
  const seen = new Map<string, boolean>();
  const noted = new Set<string>();
  const notes: Note[] = [];
  let isKept = false;

  const repeat = (call: EnvCall): boolean => {
    const key = keyOf(call);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const result = tryEnvCall(request, call);
    const loader = "blockedBy" in result ? findLoader(ts, target, request, call) : undefined;
    const isRepeated = "lines" in result ? result.lines.length > 0 : loader !== undefined;
    seen.set(key, isRepeated);
    if ("lines" in result && isRepeated) request.calls.push(call);
    if (loader) request.loaders.push(loader);
    if ("blockedBy" in result) notes.push(noteBlocked(call, result.blockedBy, loader));
    return isRepeated;
  };
  const readOwn = (): EnvCall[] =>
    findEnvLoading(ts, target.root, own, answers.dir, target.aliases);

  return {
    notes,
    add(entry, isNeeded, isImported) {
      const calls = findEnvLoading(ts, target.root, entry, answers.dir, target.aliases);
      for (const call of calls) {
        if (!noted.has(keyOf(call))) notes.push(...noteOverride(call));
        noted.add(keyOf(call));
      }
      const repeated = isNeeded ? calls.filter(repeat) : [];
      // Somebody took the call out of the sources because the env file has it: it stays there.
      const isOwn = repeated.length === 0 && isImported;
      isKept ||= isOwn;
      return {
        // What can't be repeated is loaded too late for the guard: nothing in it counts.
        files: [...(isNeeded ? repeated : calls), ...(isOwn ? readOwn() : [])].flatMap(
          listEnvFiles,
        ),
        calls,
        repeated,
      };
    },
    render() {
      const isEmpty = request.calls.length === 0 && request.loaders.length === 0;
      if (isKept && !isEmpty) readOwn().forEach(repeat);
      if (!isEmpty) return renderEnvFile(request);
      const text = isKept ? readTextFile(path.join(target.root, own)) : undefined;
      return text === undefined ? undefined : { path: own, text };
    },
  };
}

function keyOf({ context, node }: EnvCall): string {
  return `${context.file}:${node.pos}`;
}

function findLoader(
  ts: TypeScript,
  target: Target,
  { dir, flavour }: EnvFileRequest,
  { context, isImmediate, kind }: EnvCall,
): string | undefined {
  const { file } = context;
  const isEntry = target.entrypoints.some((entrypoint) => entrypoint.file === file);
  if (!isImmediate || isEntry || kind === "nest" || !isLightModule(ts, target.root, file)) {
    return undefined;
  }
  const relative = path.posix.relative(dir, file);
  const specifier = relative.startsWith("../") ? relative : `./${relative}`;
  const extension = path.posix.extname(file);
  if (flavour.language === "javascript") {
    return flavour.specifierExtension === "" ? specifier.slice(0, -extension.length) : specifier;
  }
  if (flavour.specifierExtension === ".ts") return specifier;
  const stem = specifier.slice(0, -extension.length);
  return flavour.specifierExtension === "" ? stem : stem + extension.replace("t", "j");
}
