import path from "node:path";
import type { Variables } from "../../standard.js";
import { lineOf } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import { type Judgement, report } from "./environment.js";
import type { LoggingFolder } from "./find-child-env.js";
import type { SpawnCall } from "./find-spawn-calls.js";
import { type Judged, judgeEnvironment } from "./judge-environment.js";
import { isGiven } from "./judge-literal.js";
import { noteRelays } from "./note-relays.js";
import { type ReadCommand, readLine, readProgram } from "./read-command.js";
import { readSpawnArguments, type SpawnArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { computed, type Here, isComputed, readTexts, readWords } from "./read-text.js";
import type { SpawnRequest, SpawnSite } from "./spawn.js";
import { template } from "./spawn-apis.js";
import { suggestDescriptor } from "./suggest-descriptor.js";

/** Where a file lies: to tell what its commands start. */
export interface Surroundings {
  variables: Variables;
  /** The package, absolute. */
  root: string;
  folder: LoggingFolder;
  /** Folders that the file's code may run from, absolute; the source's own first. */
  folders: string[];
}

/** What a file's code is judged by. */
export function surroundingsOf(request: SpawnRequest): Surroundings {
  const { root, dir, variables, output, aliases } = request;
  const folder = path.posix.dirname(request.file);
  const built = output
    ? [path.join(root, output.outDir, path.posix.relative(output.rootDir, folder))]
    : [];
  return {
    root,
    folder: aliases ? { dir, aliases } : { dir },
    variables,
    folders: [path.join(root, folder), ...built],
  };
}

/** A place with its judgement, which holds the edits for it. */
export interface JudgedSite {
  site: SpawnSite;
  call: SpawnCall;
  judgement: Judgement;
}

/** Judges one call: what it starts, whether that is one of ours, and what is to be done. */
export function judgeSite(
  context: SpawnContext,
  surroundings: Surroundings,
  call: SpawnCall,
): JudgedSite {
  const { ts, tree } = context;
  const { api, callee, node } = call;
  const base = {
    file: context.file,
    line: lineOf(context, node),
    kind: api.kind,
    command: shorten(node.getText(tree)),
    text: node.getText(tree),
    notes: [],
  };
  const finish = (judgement: Judgement, extra: Partial<SpawnSite> = {}): JudgedSite => {
    const { verdict, reason, notes } = judgement;
    const name = judgement.verdict === "patchable" ? judgement.name : undefined;
    const handled = judgement.verdict === "handled" ? judgement.descriptor : undefined;
    const site: SpawnSite = { ...base, ...extra, verdict, reason };
    site.notes = [...notes, ...(extra.notes ?? [])];
    if (name !== undefined) site.name = name;
    if (handled !== undefined) site.descriptor = handled;
    return { site, call, judgement };
  };
  if (call.isPassed) {
    return finish(report(`hands ${api.kind} on: what it starts is decided elsewhere`));
  }
  if (api.takes === "other" || !ts.isCallExpression(node)) {
    const shared = /\bSHARE_ENV\b/.test(base.text)
      ? "; with SHARE_ENV it can have no name of its own"
      : "";
    return finish(report((api.reason ?? template) + shared));
  }
  const found = readSpawnArguments(context, node, api, callee.isPromisified);
  if (!found.command) return finish(report((found as { reason: string }).reason));
  const command = readCommands(context, surroundings, call, found as SpawnArguments);
  const about = describe(context, surroundings, found as SpawnArguments, call, command);
  if (command.kind === "external") {
    const judgement = { ...report(command.reason) };
    const { site } = finish(judgement, about);
    return { site: { ...site, verdict: "external" }, call, judgement };
  }
  if ("reason" in found) return finish(report(found.reason), about);
  const judged = {
    context,
    variables: surroundings.variables,
    folder: surroundings.folder,
    api,
    node,
    found,
  };
  const judgement = judgeEnvironment(judged);
  const notes = [...(about.notes ?? []), ...noteRelays(judged)];
  return finish(weigh(judged, command, about, judgement), { ...about, notes });
}

// What it starts comes before how: of a program or a script that can't be told nobody knows the name.
function weigh(
  { context, api, found }: Judged,
  { kind, reason, file, path: script }: ReadCommand,
  { descriptor }: Partial<SpawnSite>,
  judgement: Judgement,
): Judgement {
  if (judgement.verdict === "handled") return judgement;
  if (kind === "report") return report(reason, isGiven(context, found.command));
  if (judgement.verdict === "report" || api.takes === "line") return judgement;
  const isUnknown = file === undefined && descriptor === undefined && isComputed(script ?? "");
  return isUnknown ? report(`runs a script that can't be told, ${script}`) : judgement;
}

// Several texts are several commands: they must agree on what kind they are.
function readCommands(
  context: SpawnContext,
  surroundings: Surroundings,
  { api }: SpawnCall,
  found: SpawnArguments,
): ReadCommand {
  const read: ReadCommand[] = [];
  for (const dir of surroundings.folders) {
    const here: Here = { root: surroundings.root, dir };
    const place = {
      root: surroundings.root,
      nameVariable: surroundings.variables.name,
      cwd: readCwd(context, found, here),
    };
    // Arguments that can't be placed may be anything, the child's own included.
    const listed = "reason" in found ? [computed] : readWords(context, found.list, here);
    const words = api.takes === "line" ? [] : listed;
    for (const text of readTexts(context, found.command, here)) {
      if (api.takes === "module") read.push(readModule(text, place, dir));
      else if (isLine(api.takes, text)) read.push(readLine([text, ...words].join(" "), place));
      else read.push(readProgram([text, ...words], place));
    }
  }
  const kinds = new Set(read.map(({ kind }) => kind));
  const best = read.find(({ file }) => file !== undefined) ?? read[0];
  if (!best) return { kind: "report", reason: "starts a program that can't be told" };
  if (kinds.size === 1) return best;
  return { ...best, kind: "report", reason: "starts one program or another" };
}

// `spawn("node worker.js", { shell: true })` is a line too.
function isLine(takes: string, text: string): boolean {
  return takes === "line" || (/\s/.test(text) && !isComputed(text));
}

function readModule(
  text: string,
  place: Parameters<typeof readProgram>[1],
  dir: string,
): ReadCommand {
  if (isComputed(text) && !/[\w-]+\.[cm]?[jt]s$/.test(text)) {
    return { kind: "report", reason: "forks a file that can't be told", path: text };
  }
  if (/(^|\/)node_modules\//.test(text)) {
    return { kind: "external", reason: "runs a tool that is installed" };
  }
  const read = readProgram(["node", text], place);
  if (read.file !== undefined || path.posix.isAbsolute(text) || isComputed(text)) return read;
  // People write these paths as seen from the file; node takes them from the working directory.
  return { ...read, ...pick(readProgram(["node", text], { ...place, cwd: dir })) };
}

function pick({ file }: ReadCommand): Partial<ReadCommand> {
  return file === undefined ? {} : { file };
}

function readCwd(context: SpawnContext, { options }: SpawnArguments, here: Here): string {
  const { ts } = context;
  const literal = options && unwrap(ts, options);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return here.root;
  const cwd = literal.properties.find(({ name }) => name?.getText() === "cwd");
  const value =
    cwd && ts.isPropertyAssignment(cwd)
      ? cwd.initializer
      : cwd && ts.isShorthandPropertyAssignment(cwd)
        ? cwd.name
        : undefined;
  if (!value) return here.root;
  const [text = computed] = readTexts(context, value, here);
  return isComputed(text) ? text : path.posix.resolve(here.root, text);
}

function describe(
  context: SpawnContext,
  surroundings: Surroundings,
  found: SpawnArguments,
  { api }: SpawnCall,
  command: ReadCommand,
): Partial<SpawnSite> {
  const { root, folders } = surroundings;
  const here = { root, dir: folders[0] ?? root };
  const [text = ""] = readTexts(context, found.command, here);
  const words = api.takes === "line" ? [] : readWords(context, found.list, here);
  const head = api.takes === "module" ? ["fork", text] : [text];
  const written = [...head, ...words].join(" ").replaceAll(`${root}/`, "");
  const script = command.file === undefined ? undefined : path.posix.relative(root, command.file);
  const descriptor = suggest(command, surroundings, script);
  const isSelf = script !== undefined && script === context.file;
  return {
    command: shorten(written),
    ...(script === undefined ? {} : { script }),
    ...(descriptor === undefined ? {} : { descriptor }),
    notes: isSelf ? ["starts the file that it stands in: parent and child run the same code"] : [],
  };
}

function suggest(
  { path: written, file }: ReadCommand,
  { root }: Surroundings,
  script: string | undefined,
): string | undefined {
  if (written === undefined) return undefined;
  const inside = script !== undefined && !script.startsWith("../") ? script : undefined;
  const text = inside ?? file ?? written;
  return suggestDescriptor(text.startsWith(`${root}/`) ? text.slice(root.length + 1) : text);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
