import { findDamage } from "../find-damage.js";
import { loadTypeScript, type TypeScript } from "../parse-source.js";
import type { PatchResult } from "../patch.js";
import { applyEdits, type Edit } from "./append-items.js";
import { editRanges } from "./environment.js";
import { findSpawnCalls } from "./find-spawn-calls.js";
import { importFromLogging, type LoggingFunction } from "./import-from-logging.js";
import { type JudgedSite, judgeSite } from "./judge-site.js";
import { makeWriter } from "./make-writer.js";
import { parseSpawnContext, type SpawnContext } from "./read-spawn-context.js";
import { refuseAll, type SettledSite, settleChoices } from "./settle-choices.js";
import type { ChosenSite, SpawnPatch, SpawnRequest } from "./spawn.js";
import { surroundingsOf } from "./surroundings.js";

/** Gives one spawn site its child's environment: the text with it, or why it stays as it is. */
export async function patchSpawnSite(
  text: string,
  request: SpawnRequest,
  chosen: ChosenSite,
): Promise<PatchResult> {
  const patch = await patchSpawnSites(text, request, [chosen]);
  const [refused] = patch.refused;
  if (refused) {
    const { reason, line } = refused;
    return { patched: false, already: false, reason, line };
  }
  if (patch.text === undefined) return { patched: false, already: true, notes: [] };
  const notes = patch.patched.flatMap(({ line, notes }) =>
    notes.map((note) => ({ file: request.file, line, text: note })),
  );
  return { patched: true, text: patch.text, notes };
}

/**
 * Gives the chosen spawn sites of one file their children's environments, and watches the children that
 * are to be watched. All sites are looked up in the text as it was shown, so that one patch doesn't move
 * the next.
 */
export async function patchSpawnSites(
  text: string,
  request: SpawnRequest,
  chosen: readonly ChosenSite[],
): Promise<SpawnPatch> {
  const ts = await loadTypeScript();
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const context = parseSpawnContext(ts, request.file, text.slice(mark.length));
  if ("reason" in context) return refuseAll(chosen, context.reason);
  const sites = judgeAll(context, request);
  const lines = context.tree.text.split(/\r\n?|\n/);
  const { settled, already, refused } = settleChoices(sites, lines, chosen);
  if (settled.length === 0) return { patched: [], already, refused };

  const after = patchSettled(ts, context, request, settled);
  const damage = after.damage ?? findUndone(ts, request, after.text, sites, settled);
  if (damage !== undefined) return refuseAll(chosen, `would be broken: ${damage}`, refused);
  const patched = settled.map(({ judged, descriptor, notes }) => {
    return { line: judged.site.line, descriptor, notes };
  });
  return { text: mark + after.text, patched, already, refused };
}

function judgeAll(context: SpawnContext, request: SpawnRequest): JudgedSite[] {
  const surroundings = surroundingsOf(request);
  return findSpawnCalls(context).map((call) => judgeSite(context, surroundings, call));
}

function patchSettled(
  ts: TypeScript,
  context: SpawnContext,
  request: SpawnRequest,
  settled: readonly SettledSite<JudgedSite>[],
): { text: string; damage?: string | undefined } {
  const wanted: LoggingFunction[] = [];
  if (settled.some(({ needsEnv }) => needsEnv)) wanted.push("childEnv");
  if (settled.some(({ needsWatch }) => needsWatch)) wanted.push("watchChild");
  const logging = importFromLogging(context, request, wanted, findFirstUse(context, settled));
  const edits = settled.flatMap((each) =>
    editsOf(context, each, makeWriter(context, request, logging, each.descriptor)),
  );
  const changed = parseSpawnContext(ts, request.file, applyEdits(context.tree.text, edits));
  if ("reason" in changed) return { text: "", damage: changed.reason };
  const { text, extended } = logging.add(changed);
  return { text, damage: findDamage(changed, text, extended) };
}

// A function may be called at any time, but hardly before the imports of its file.
function findFirstUse(
  { ts, tree }: SpawnContext,
  settled: readonly SettledSite<JudgedSite>[],
): number {
  const uses = settled.flatMap(({ judged: { call, judgement } }) => [
    call.node.getStart(tree),
    ...editRanges(judgement).map(({ start }) => start),
  ]);
  const [first = tree.end] = tree.statements
    .filter((statement) => !ts.isFunctionDeclaration(statement) && !ts.isClassLike(statement))
    .filter(({ pos, end }) => uses.some((use) => pos <= use && use < end))
    .map(({ pos }) => pos);
  return first;
}

function editsOf(
  { tree }: SpawnContext,
  { judged: { call, judgement }, needsEnv, needsWatch }: SettledSite<JudgedSite>,
  writer: ReturnType<typeof makeWriter>,
): Edit[] {
  const edits = needsEnv && judgement.verdict === "patchable" ? judgement.edits(writer) : [];
  if (!needsWatch) return edits;
  const { before, after } = writer.watch();
  const start = call.node.getStart(tree);
  const { end } = call.node;
  return [{ start, end: start, text: before }, ...edits, { start: end, end, text: after }];
}

// What was patched must read as done, or running again would change it once more.
function findUndone(
  ts: TypeScript,
  request: SpawnRequest,
  after: string,
  sites: readonly JudgedSite[],
  settled: readonly SettledSite<JudgedSite>[],
): string | undefined {
  const context = parseSpawnContext(ts, request.file, after);
  if ("reason" in context) return context.reason;
  const now = judgeAll(context, request);
  const undone = settled.find(({ judged, descriptor, needsWatch }) => {
    const { judgement, watching } = now[sites.indexOf(judged)] ?? {};
    const isDone = judgement?.verdict === "handled" && judgement.descriptor === descriptor;
    return !isDone || (needsWatch && watching?.state !== "watched");
  });
  return undone && `'${undone.judged.site.command}' would not read as its child's`;
}
