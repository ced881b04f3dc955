import type { SyntaxNode } from "@lezer/common";
import type { Note } from "../../target/target.js";
import type { PatchResult } from "../patch.js";
import {
  findOwnImports,
  type PythonOwnImports,
  type PythonSetup,
  renameSetup,
} from "./find-own-imports.js";
import { findPlace, includes, loadsEnv, type Place, type PlaceRequest } from "./find-place.js";
import { lineOf, loadPythonParser, type PythonParser, textOf } from "./parse-python.js";
import { type PythonModule, readModule } from "./python-module.js";
import { spliceAbove, spliceBelow, spliceLast, startsLine } from "./splice-statements.js";

/** What a Python entrypoint is to get. */
export interface PythonEntrypointRequest extends PlaceRequest {
  /** POSIX path relative to the target. */
  file: string;
  /** The logging folder, POSIX path relative to the target. */
  dir: string;
  /** The folder as the entrypoint imports it: `app_logging`, `src.app_logging`, `..app_logging`. */
  packageName: string;
  setup: PythonSetup;
  /** Whether the import of `env_file` is needed ahead of it. */
  envFile: boolean;
  /** A tool that sorts imports was found: it is told to leave ours where they are. */
  keepFirst: boolean;
}

type IsOurs = (line: string) => boolean;

/**
 * Adds the imports of the logging folder to an entrypoint's text, or says why not. Imports that an
 * earlier run added, and that have lost their place by now, are brought back to it.
 */
export async function patchEntrypoint(
  text: string,
  request: PythonEntrypointRequest,
  isOurs: IsOurs = () => false,
): Promise<PatchResult> {
  return patchText(await loadPythonParser(), text, request, isOurs);
}

function patchText(
  parse: PythonParser,
  text: string,
  request: PythonEntrypointRequest,
  isOurs: IsOurs,
): PatchResult {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const parsed = parse(text.slice(mark.length));
  if ("reason" in parsed) {
    const { line, reason } = parsed;
    return { patched: false, already: false, reason: `does not parse: ${reason}`, line };
  }
  const module = readModule(parsed, request.file);
  const own = findOwnImports(module, request.dir, request.setup);
  const place = findPlace(module, request, listOwn(own));

  if (own.setup && (own.envFile || !request.envFile)) {
    const notes = noteLostPlace(module, own, place);
    const without = notes.length > 0 ? takeOut(module, own, isOurs) : undefined;
    const moved = without === undefined ? undefined : patchText(parse, without, request, isOurs);
    if (moved !== undefined && "text" in moved) return { ...moved, text: mark + moved.text };
    return { patched: false, already: true, notes };
  }
  const after = own.otherSetup
    ? renameSetup(module, request.setup, own.otherSetup)
    : addImports(module, request, own, place);
  const damage = findDamage(parse, module, after, request, own.otherSetup);
  if (damage) {
    return { patched: false, already: false, reason: `would be broken by an import: ${damage}` };
  }
  // Renamed, it may still lack its env file, or its place.
  const rest = own.otherSetup ? patchText(parse, after, request, isOurs) : undefined;
  const patched = rest && "text" in rest ? rest.text : after;
  return { patched: true, text: mark + patched, notes: noteFirst(module, place) };
}

function listOwn({ envFile, setup, otherSetup }: PythonOwnImports): SyntaxNode[] {
  return [envFile, setup, otherSetup].filter((node) => node !== undefined);
}

function addImports(
  module: PythonModule,
  { packageName, setup, envFile, keepFirst }: PythonEntrypointRequest,
  own: PythonOwnImports,
  place: Place,
): string {
  const names = [...(envFile && !own.envFile ? ["env_file"] : []), ...(own.setup ? [] : [setup])];
  const added = names.map((name) => {
    return `from ${packageName} import ${name} as _${name === "env_file" ? name : "setup"}`;
  });
  // Neither is a name that the file uses. Below a call pycodestyle wants no import; elsewhere ruff calls it
  // a `noqa` without a use. isort and ruff would sort them.
  const isBelowCode = place.isAttached && place.after?.name !== "ImportStatement";
  const noqa = isBelowCode ? "F401,E402" : "F401";
  const comment = `  # noqa: ${noqa}${keepFirst ? "  # isort: skip" : ""}`;
  // One of the two is there: the other joins it.
  if (own.setup) {
    const above = previousOf(module, own.setup);
    return startsLine(module, own.setup) || !above
      ? spliceAbove(module, own.setup, added, comment)
      : spliceBelow(module, above, added, comment);
  }
  if (own.envFile) return spliceBelow(module, own.envFile, added, comment);
  const { after, isAttached } = place;
  const next = module.statements.find((node) => node.from >= (after?.to ?? 0));
  const joinsImports = next?.name === "ImportStatement" && startsLine(module, next);
  if (after && (isAttached || !joinsImports)) {
    return spliceBelow(module, after, added, comment, !isAttached);
  }
  return next ? spliceAbove(module, next, added, comment) : spliceLast(module, added, comment);
}

function previousOf({ statements }: PythonModule, node: SyntaxNode): SyntaxNode | undefined {
  return statements.filter(({ from }) => from < node.from).at(-1);
}

// What comes between their place and them, or what they need and comes behind them.
function noteLostPlace(module: PythonModule, own: PythonOwnImports, place: Place): Note[] {
  const { setup, envFile } = own;
  if (!setup) return [];
  const others = module.statements.filter((node) => !includes(listOwn(own), node));
  const start = place.after?.to ?? 0;
  const early = others.find(
    (node) =>
      node.from >= start &&
      node.to <= setup.from &&
      (node.name === "ImportStatement" || !includes(place.quiet, node)),
  );
  const needed =
    place.isAttached && place.after && place.after.from > setup.from ? place.after : undefined;
  const isRepeated = needed && envFile && loadsEnv(module, needed);
  const statement = textOf(module, setup);
  const note = (text: string): Note[] => [
    { file: module.file, line: lineOf(module.text, setup.from), text },
  ];
  if (early) {
    const line = lineOf(module.text, early.from);
    return note(
      `${statement} comes after line ${line}, which therefore runs before the guard. Move it above that line.`,
    );
  }
  if (!needed || isRepeated) return [];
  const line = lineOf(module.text, needed.from);
  return note(`${statement} comes before line ${line}, ${tooEarly}. Move it below that line.`);
}

/** Whether a note says that the set-up can't be imported where its import stands. */
export function isEarlySetup({ text }: Note): boolean {
  return text.includes(tooEarly);
}

const tooEarly = "which it needs";

// Undefined where one of them shares its line with something else, or is not as an earlier run wrote it.
function takeOut(module: PythonModule, own: PythonOwnImports, isOurs: IsOurs): string | undefined {
  const { text } = module;
  const ranges: { start: number; end: number }[] = [];
  for (const node of listOwn(own)) {
    const line = /[^\r\n]*(?:\r\n|\r|\n|$)/.exec(text.slice(node.from))?.[0] ?? "";
    const content = line.replace(/[\r\n]+$/, "");
    const isAlone = node.from === 0 || /[\r\n]/.test(text.charAt(node.from - 1));
    if (!isAlone || !isOurs(content)) return undefined;
    ranges.push({ start: node.from, end: node.from + line.length });
  }
  return ranges
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

function findDamage(
  parse: PythonParser,
  module: PythonModule,
  after: string,
  request: PythonEntrypointRequest,
  renamed: SyntaxNode | undefined,
): string | undefined {
  const parsed = parse(after);
  if ("reason" in parsed) return parsed.reason;
  const changed = readModule(parsed, request.file);
  const remaining = changed.statements.map((node) => textOf(changed, node).trimEnd());
  for (const node of module.statements) {
    const text = textOf(module, node).trimEnd();
    if (node.from === renamed?.from) continue;
    const index = remaining.indexOf(text);
    if (index === -1) return `'${text.split(/[\r\n]/)[0]}' would read differently`;
    remaining.splice(0, index + 1);
  }
  return undefined;
}

function noteFirst(module: PythonModule, { first }: Place): Note[] {
  return first.map((node) => ({
    file: module.file,
    line: lineOf(module.text, node.from),
    text: "It changes the standard library and must come first: what it logs comes before the guard and is not in the log.",
  }));
}
