import { applyEdits, type Edit } from "../../spawn/append-items.js";
import { editRanges } from "../../spawn/environment.js";
import { refuseAll, type SettledSite, settleChoices } from "../../spawn/settle-choices.js";
import type { ChosenSite, SpawnPatch } from "../../spawn/spawn.js";
import { childrenOf } from "../parse-python.js";
import type { LoggingFunction } from "./find-logging-call.js";
import { findProcessCalls } from "./find-process-calls.js";
import type { PythonSpawnRequest } from "./find-python-spawn-sites.js";
import { type JudgedCall, judgeSite } from "./judge-site.js";
import { childOf } from "./judge-watching.js";
import { importFromLogging } from "./logging-import.js";
import { makeWriter } from "./make-writer.js";
import { type PythonModule, parseModule } from "./read-module.js";

type Settled = SettledSite<JudgedCall>;

/**
 * Gives the chosen calls of one module their children's environments, and watches the children that are to
 * be watched. All of them are looked up in the text as it was shown, so that one patch doesn't move the next.
 */
export async function patchPythonSpawnSites(
  text: string,
  request: PythonSpawnRequest,
  chosen: readonly ChosenSite[],
): Promise<SpawnPatch> {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const module = await parseModule(request.file, text.slice(mark.length));
  if ("reason" in module) return refuseAll(chosen, module.reason);
  const sites = judgeAll(module, request);
  const lines = module.text.split(/\r\n?|\n/);
  const { settled, already, refused } = settleChoices(sites, lines, chosen);
  if (settled.length === 0) return { patched: [], already, refused };

  const after = patchSettled(module, request, settled);
  if ("reason" in after) return refuseAll(chosen, after.reason, refused);
  const damage = await findUndone(request, after.text, sites, settled);
  if (damage !== undefined) return refuseAll(chosen, `would be broken: ${damage}`, refused);
  const patched = settled.map(({ judged, descriptor, notes }) => {
    return { line: judged.site.line, descriptor, notes };
  });
  return { text: mark + after.text, patched, already, refused };
}

function judgeAll(module: PythonModule, request: PythonSpawnRequest): JudgedCall[] {
  return findProcessCalls(module).map((call) => judgeSite(module, request, call));
}

function patchSettled(
  module: PythonModule,
  request: PythonSpawnRequest,
  settled: readonly Settled[],
): { text: string } | { reason: string } {
  const wanted: LoggingFunction[] = [];
  if (settled.some(({ needsEnv }) => needsEnv)) wanted.push("child_env");
  if (settled.some(({ needsWatch }) => needsWatch)) wanted.push("watch_child");
  const logging = importFromLogging(module, request, wanted, findFirstUse(module, settled));
  if ("reason" in logging) return logging;
  const edits = settled.flatMap((each) => {
    return editsOf(each, makeWriter(module, request, logging.names, each.descriptor));
  });
  return { text: applyEdits(module.text, [...logging.edits, ...edits]) };
}

// A function may be called at any time, but hardly before the imports of its file.
function findFirstUse({ tree, text }: PythonModule, settled: readonly Settled[]): number {
  const uses = settled.flatMap(({ judged: { call, judgement } }) => [
    call.node.from,
    ...editRanges(judgement).map(({ start }) => start),
  ]);
  const [first = text.length] = childrenOf(tree.topNode)
    .filter(({ name, lastChild }) => {
      return !/^FunctionDefinition$/.test(name) && lastChild?.name !== "FunctionDefinition";
    })
    .filter(({ from, to }) => uses.some((use) => from <= use && use < to))
    .map(({ from }) => from);
  return first;
}

function editsOf(
  { judged: { call, judgement }, needsEnv, needsWatch }: Settled,
  writer: ReturnType<typeof makeWriter>,
): Edit[] {
  const edits = needsEnv && judgement.verdict === "patchable" ? judgement.edits(writer) : [];
  const child = needsWatch ? childOf(call) : undefined;
  if (!child) return edits;
  const { from: start, to: end } = child;
  const { before, after } = writer.watch();
  return [{ start, end: start, text: before }, ...edits, { start: end, end, text: after }];
}

// What was patched must read as done, or running again would change it once more.
async function findUndone(
  request: PythonSpawnRequest,
  after: string,
  sites: readonly JudgedCall[],
  settled: readonly Settled[],
): Promise<string | undefined> {
  const module = await parseModule(request.file, after);
  if ("reason" in module) return module.reason;
  const now = judgeAll(module, request);
  const undone = settled.find(({ judged, descriptor, needsWatch }) => {
    const { judgement, watching } = now[sites.indexOf(judged)] ?? {};
    const isDone = judgement?.verdict === "handled" && judgement.descriptor === descriptor;
    return !isDone || (needsWatch && watching?.state !== "watched");
  });
  return undone && `'${undone.judged.site.command}' would not read as its child's`;
}
