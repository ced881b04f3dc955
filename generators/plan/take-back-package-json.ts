import { isRecord } from "../is-record.js";
import { editJson, type Json, type JsonEdit } from "./edit-json.js";
import { decodeText, encodeText } from "./file-text.js";
import type { LockedPatch } from "./lock-file.js";
import { type TakenBack, takeBack } from "./take-back.js";

const addable = ["@types/node", "create-logging", "plop"];

/**
 * Takes our entries out of package.json: by their lines, or one by one where its owner has changed
 * what stands around them. Dependencies in `keep` stay.
 */
export async function takeBackPackageJson(
  bytes: Uint8Array,
  patch: LockedPatch,
  keep: readonly string[] = [],
): Promise<TakenBack> {
  const whole = takeBack(bytes, patch);
  if (keep.length === 0 && whole.missing.length === 0 && (await parse(whole.bytes)) !== undefined)
    return whole;
  const file = decodeText(bytes);
  const json = await parse(bytes);
  if (file === undefined || json === undefined)
    return { bytes, taken: [], missing: patch.hunks.filter(({ line }) => line !== undefined) };
  const { edits, missing } = listEdits(json, patch, keep);
  const after = encodeText({ ...file, text: await editJson(file.text, edits) });
  return { bytes: after, taken: [], missing };
}

function listEdits(json: { [key: string]: Json }, patch: LockedPatch, keep: readonly string[]) {
  const inserted = patch.hunks.flatMap((hunk) => hunk.inserted).join("\n");
  const removed = patch.hunks.flatMap((hunk) => hunk.removed).join("\n");
  const edits: JsonEdit[] = [];
  const missing: TakenBack["missing"] = [];
  const dependencies = json["devDependencies"];
  const left = new Set(isRecord(dependencies) ? Object.keys(dependencies) : []);
  for (const name of addable) {
    const range = findRange(inserted, name);
    if (range === undefined || findRange(removed, name) !== undefined || keep.includes(name))
      continue;
    const now = isRecord(dependencies) ? dependencies[name] : undefined;
    if (now === range) {
      edits.push([["devDependencies", name], undefined]);
      left.delete(name);
    } else if (now !== undefined)
      missing.push({ removed: [], inserted: [`"${name}": "${range}"`] });
  }
  const isOurs = inserted.includes('"devDependencies"') && !removed.includes('"devDependencies"');
  if (isOurs && left.size === 0 && edits.length > 0)
    edits.splice(0, edits.length, [["devDependencies"], undefined]);
  return { edits: [...edits, ...listSideEffects(json, inserted, removed)], missing };
}

function findRange(text: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(text)?.[1];
}

function listSideEffects(json: { [key: string]: Json }, inserted: string, removed: string) {
  const now = json["sideEffects"];
  if (!Array.isArray(now)) return [];
  const quoted = (text: string) =>
    [...text.matchAll(/"(\.\/[^"]*)"/g)].map(([, value = ""]) => value);
  const before = quoted(removed);
  const ours = quoted(inserted).filter((value) => !before.includes(value));
  const gone = now.flatMap((value, index) => (ours.includes(String(value)) ? [index] : []));
  if (gone.length === now.length && /"sideEffects"\s*:\s*false/.test(removed))
    return [[["sideEffects"], false] satisfies JsonEdit];
  return gone.reverse().map((index): JsonEdit => [["sideEffects", index], undefined]);
}

async function parse(bytes: Uint8Array): Promise<{ [key: string]: Json } | undefined> {
  const { parse } = await import("jsonc-parser");
  const text = decodeText(bytes)?.text.replace(/^\uFEFF/, "");
  const errors: import("jsonc-parser").ParseError[] = [];
  const json: unknown = parse(text ?? "", errors, { allowTrailingComma: true });
  return errors.length === 0 && isRecord(json) ? (json as { [key: string]: Json }) : undefined;
}
