import { findDamage } from "../find-damage.js";
import { loadTypeScript, parseSource, type TypeScript } from "../parse-source.js";
import type { PatchResult } from "../patch.js";
import { applyEdits } from "./append-item.js";
import type { Writer } from "./environment.js";
import { findSpawnCalls } from "./find-spawn-calls.js";
import { importChildEnv } from "./import-child-env.js";
import { type JudgedSite, judgeSite, surroundingsOf } from "./judge-site.js";
import { locateSite } from "./locate-site.js";
import { readSpawnContext, type SpawnContext } from "./read-spawn-context.js";
import type { ChosenSite, SpawnPatch, SpawnRequest } from "./spawn.js";

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
 * Gives the chosen spawn sites of one file their children's environments. All of them are looked up
 * in the text as it was shown, so that one patch doesn't move the next.
 */
export async function patchSpawnSites(
  text: string,
  request: SpawnRequest,
  chosen: readonly ChosenSite[],
): Promise<SpawnPatch> {
  const ts = await loadTypeScript();
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const context = readText(ts, request, text.slice(mark.length));
  const patch: SpawnPatch = { patched: [], already: [], refused: [] };
  if ("reason" in context) return refuseAll(patch, chosen, `does not parse: ${context.reason}`);
  const found = choose(context, request, chosen, patch);
  if (found.length === 0) return patch;

  const childEnv = importChildEnv(context, request);
  const edits = found.flatMap(({ judged: { judgement }, choice }) =>
    judgement.verdict === "patchable"
      ? judgement.edits(makeWriter(context, request, childEnv.expression, choice.descriptor))
      : [],
  );
  const changed = readText(ts, request, applyEdits(context.tree.text, edits));
  if ("reason" in changed) return refuseAll(patch, chosen, `would be broken: ${changed.reason}`);
  const { text: after, extended } = childEnv.add(changed);
  const damage = findDamage(changed, after, extended) ?? findUndone(ts, request, after, found);
  if (damage) return refuseAll(patch, chosen, `would be broken by an import: ${damage}`);
  return { ...patch, text: mark + after };
}

interface Chosen {
  judged: JudgedSite;
  choice: ChosenSite;
}

function readText(
  ts: TypeScript,
  request: SpawnRequest,
  text: string,
): SpawnContext | { reason: string } {
  const source = parseSource(ts, request.file, text);
  return "reason" in source ? source : readSpawnContext(source);
}

function judgeAll(context: SpawnContext, request: SpawnRequest): JudgedSite[] {
  const surroundings = surroundingsOf(request);
  return findSpawnCalls(context).map((call) => judgeSite(context, surroundings, call));
}

function choose(
  context: SpawnContext,
  request: SpawnRequest,
  chosen: readonly ChosenSite[],
  patch: SpawnPatch,
): Chosen[] {
  const sites = judgeAll(context, request);
  const found = new Map<JudgedSite, ChosenSite>();
  const inOrder = [...chosen].sort((a, b) => a.line - b.line);
  const taken = new Map<JudgedSite, ChosenSite>();
  for (const choice of inOrder) {
    const { descriptor } = choice;
    // Of two calls that read the same, the second one chosen is the second one there.
    const free = sites.filter((site) => !isTaken(taken.get(site), choice));
    const first = locateSite(free, choice);
    const judged = "reason" in first ? locateSite(sites, choice) : first;
    if (!("reason" in judged)) taken.set(judged, choice);
    if ("reason" in judged) {
      patch.refused.push({ line: choice.line, descriptor, reason: judged.reason });
      continue;
    }
    const { line } = judged.site;
    const reason = refuse(judged, choice, found.get(judged));
    if (reason !== undefined) patch.refused.push({ line, descriptor, reason });
    else if (judged.judgement.verdict === "handled") patch.already.push({ line, descriptor });
    else if (!found.has(judged)) {
      found.set(judged, choice);
      patch.patched.push({ line, descriptor, notes: judged.site.notes });
    }
  }
  return [...found].map(([judged, choice]) => ({ judged, choice }));
}

function isTaken(by: ChosenSite | undefined, { line, text }: ChosenSite): boolean {
  return by !== undefined && by.line !== line && by.text !== undefined && by.text === text;
}

function refuse(
  { site, judgement }: JudgedSite,
  { descriptor }: ChosenSite,
  other: ChosenSite | undefined,
): string | undefined {
  if (other && other.descriptor !== descriptor) {
    return `is chosen for two children, '${other.descriptor}' and '${descriptor}'`;
  }
  if (judgement.verdict === "handled") {
    const own = judgement.descriptor;
    if (own === descriptor) return undefined;
    return own === undefined
      ? "has its child's name from childEnv with a descriptor that can't be told"
      : `is child '${own}' already`;
  }
  return site.verdict === "patchable" ? undefined : site.reason;
}

function makeWriter(
  { tree, file }: SpawnContext,
  { variables: { name: nameVariable } }: SpawnRequest,
  expression: string,
  descriptor: string,
): Writer {
  const isSingle = (tree.text.match(/'/g)?.length ?? 0) > (tree.text.match(/"/g)?.length ?? 0);
  const quote = isSingle ? "'" : '"';
  const call = (extra?: string) =>
    `${expression}(${quote}${descriptor}${quote}${extra === undefined ? "" : `, ${extra}`})`;
  // Under noPropertyAccessFromIndexSignature only the brackets compile, and the file shows them.
  const isBracket =
    /\.[cm]?tsx?$/.test(file) &&
    /\bprocess\.env\[["']/.test(tree.text) &&
    !/\bprocess\.env\.\w/.test(tree.text);
  const member = isBracket ? `[${quote}${nameVariable}${quote}]` : `.${nameVariable}`;
  const name = () => call() + member;
  return { env: call, name, entry: () => `${nameVariable}: ${name()}` };
}

// What was patched must read as done, or running again would change it once more.
function findUndone(
  ts: TypeScript,
  request: SpawnRequest,
  after: string,
  found: Chosen[],
): string | undefined {
  const context = readText(ts, request, after);
  if ("reason" in context) return context.reason;
  const counts = new Map<string, number>();
  for (const { judgement } of judgeAll(context, request)) {
    if (judgement.verdict !== "handled" || judgement.descriptor === undefined) continue;
    counts.set(judgement.descriptor, (counts.get(judgement.descriptor) ?? 0) + 1);
  }
  const undone = found.find(({ choice: { descriptor } }) => {
    const wanted = found.filter(({ choice }) => choice.descriptor === descriptor).length;
    return (counts.get(descriptor) ?? 0) < wanted;
  });
  return undone && `'${undone.judged.site.command}' would not read as its child's`;
}

function refuseAll(
  { refused }: SpawnPatch,
  chosen: readonly ChosenSite[],
  reason: string,
): SpawnPatch {
  const all = chosen.map(({ line, descriptor }) => ({ line, descriptor, reason }));
  const others = refused.filter((each) => !all.some(({ line }) => line === each.line));
  return { patched: [], already: [], refused: [...others, ...all] };
}
