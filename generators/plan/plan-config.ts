import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { configFileName } from "../file-names.js";
import { features, standard } from "../standard.js";
import { compareJson, editJson, type Json } from "./edit-json.js";
import { decodeText, encodeText, isSameBytes, toBytes } from "./file-text.js";
import type { Step } from "./plan.js";

export { configFileName };

type JsonObject = { [key: string]: Json };

/**
 * Writes the answers down for people to edit. In a file that exists, only what the answers changed
 * is edited; comments, order and every other setting stay.
 */
export async function planConfig(
  answers: Answers,
  version: string,
  before: Uint8Array | undefined,
): Promise<Step | undefined> {
  const given = listGiven(answers);
  if (before === undefined) {
    const $schema = `https://unpkg.com/create-logging@${version.split(".")[0]}/schema/create-logging.schema.json`;
    const config = { $schema, ...given, ...listOverrides(answers, {}) };
    const after = toBytes(`${JSON.stringify(config, null, 2)}\n`);
    return { kind: "create", path: configFileName, after, reason: "your answers, to edit" };
  }
  const file = decodeText(before);
  if (file === undefined) return undefined;
  const { parse } = await import("jsonc-parser");
  const now = parse(file.text.replace(/^\uFEFF/, ""), [], {
    allowTrailingComma: true,
  }) as JsonObject;
  const wanted = { ...given, ...listOverrides(answers, now) };
  const edits = Object.entries(wanted).flatMap(([key, value]) => {
    if (key === "children" && now[key] === undefined && answers.children.length === 0) return [];
    return compareJson(now[key], keepSpelling(now[key], value), [key]);
  });
  if (edits.length === 0) return undefined;
  const after = encodeText({ ...file, text: await editJson(file.text, edits) });
  if (isSameBytes(before, after)) return undefined;
  return { kind: "patch", path: configFileName, before, after, reason: "your new answers" };
}

function listGiven({ name, target, dir, entries, children }: Answers): JsonObject {
  const written = children.map(
    ({ descriptor, name, entry }): JsonObject => ({
      descriptor,
      name,
      ...(entry === undefined ? {} : { entry }),
    }),
  );
  return { name, target, dir, entries, children: written };
}

// A part of the standard is written down when it differs from the default, or is there already.
function listOverrides(answers: Answers, now: JsonObject): JsonObject {
  const { variables, modes, formats, defaults } = answers.standard;
  const levels = (of: typeof modes) =>
    Object.fromEntries(Object.entries(of).map(([name, mode]) => [name, mode.level]));
  const parts: [string, object, object][] = [
    ["variables", variables, standard.variables],
    ["levels", levels(modes), levels(standard.modes)],
    ["formats", formats, standard.formats],
    ["defaults", defaults, standard.defaults],
    ["features", answers.features, features],
  ];
  const overrides: JsonObject = {};
  if (answers.format === true || "format" in now) overrides["format"] = answers.format === true;
  const { onNameConflict = "next" } = answers;
  if (onNameConflict !== "next" || "onNameConflict" in now)
    overrides["onNameConflict"] = onNameConflict;
  if (answers.secrets !== undefined) overrides["secrets"] = answers.secrets;
  if (answers.plop === true || "plop" in now) overrides["plop"] = answers.plop === true;
  for (const [part, values, usual] of parts) {
    const there = (now[part] ?? {}) as JsonObject;
    const changed = Object.entries(values).filter(
      ([key, value]) => key in there || value !== (usual as JsonObject)[key],
    );
    // What this version knows nothing of stays as it is.
    if (changed.length > 0) overrides[part] = { ...there, ...Object.fromEntries(changed) };
  }
  return overrides;
}

// `./src/index.ts` and `src/index.ts` are one file: the way it was written stays.
function keepSpelling(now: Json | undefined, wanted: Json): Json {
  if (typeof now === "string" && typeof wanted === "string")
    return path.posix.normalize(now).replace(/(.)\/$/, "$1") === wanted ? now : wanted;
  if (Array.isArray(now) && Array.isArray(wanted))
    return wanted.map((item, index) => keepSpelling(now[index], item));
  if (isObject(now) && isObject(wanted))
    return Object.fromEntries(
      Object.entries(wanted).map(([key, value]) => [key, keepSpelling(now[key], value)]),
    );
  return wanted;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
