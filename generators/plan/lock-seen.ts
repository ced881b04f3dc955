import { readdirSync } from "node:fs";
import path from "node:path";
import { hashBytes } from "../apply/journal.js";
import { configFileName } from "../file-names.js";
import { isRecord } from "../is-record.js";
import { normaliseLineEnds } from "../merge/split-lines.js";
import { toBytes } from "./file-text.js";

/** What decides the text of what is written. */
export interface Inputs {
  /** The tool's version. */
  version: string;
  /** A file's text as the run leaves it; empty where there is none. */
  read(file: string): string;
}

/** SHA-256 over everything that decides what is written, but for the entrypoints. */
export async function digestInputs(root: string, inputs: Inputs): Promise<string> {
  const config = await readLenient(inputs.read(configFileName));
  // Says when a check fails, and nothing of what is written.
  if (isRecord(config)) delete config["failOn"];
  const manifest = await readLenient(inputs.read("package.json"));
  const facts = isRecord(manifest) ? listFacts(manifest) : [];
  const isPython = isRecord(config) && config["target"] === "python";
  // Which tsconfig counts is found out by the inspection, which is too slow here.
  const named = isPython
    ? /^(?:requirements.*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:cfg|py))$/
    : /^tsconfig.*\.json$/;
  const files = readTexts(root, named, inputs);
  const text = JSON.stringify([inputs.version, config, facts, files]);
  return hashBytes(toBytes(text));
}

/** SHA-256 of an entrypoint's text down to the line that loads the set-up; undefined where no line does. */
export function digestHead(text: string, file: string, dir: string): string | undefined {
  const lines = normaliseLineEnds(text).split("\n");
  const last = lines.findLastIndex((line) => loadsSetUp(line, file, dir));
  return last === -1 ? undefined : hashBytes(toBytes(lines.slice(0, last + 1).join("\n")));
}

function loadsSetUp(line: string, file: string, dir: string): boolean {
  if (file.endsWith(".py")) return loadsPythonSetUp(line, dir);
  const specifier = /(?:import|require)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/.exec(line)?.[1];
  if (specifier === undefined) return false;
  const module = path.posix.join(path.posix.dirname(file), specifier);
  return /^setup(?:-child)?(?:\.[cm]?[jt]s)?$/.test(path.posix.relative(dir, module));
}

// Which folder a dotted path means depends on where Python starts to search: its last word tells.
function loadsPythonSetUp(line: string, dir: string): boolean {
  const folder = path.posix.basename(dir).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `^\\s*(?:from\\s+[\\w.]*\\b${folder}\\s+import\\s+setup(?:_child)?\\b|import\\s+[\\w.]*\\b${folder}\\.setup(?:_child)?\\b)`,
  ).test(line);
}

function listFacts(manifest: Record<string, unknown>): unknown[] {
  const names = ["dependencies", "devDependencies", "peerDependencies"].flatMap((kind) =>
    isRecord(manifest[kind]) ? Object.keys(manifest[kind]) : [],
  );
  const has = (name: string) => names.includes(name);
  return [manifest["type"], manifest["sideEffects"], has("@types/node"), has("plop")];
}

function readTexts(root: string, isWanted: RegExp, { read }: Inputs): [string, string][] {
  const names = readdirSync(root).filter((name) => isWanted.test(name));
  return names.sort().map((name) => [name, normaliseLineEnds(read(name))]);
}

// Comments and trailing commas are allowed in create-logging.json; most have none.
async function readLenient(text: string): Promise<unknown> {
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch {
    const { parse } = await import("jsonc-parser");
    return parse(json, [], { allowTrailingComma: true });
  }
}
