import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import { migrateSetups } from "../../generators/patch/migrate/setups/migrate-setups.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import type { Target } from "../../generators/target/target.js";
import { makeAnswers } from "./patch-target.js";

/** The cases: a folder each, with `input`, `output` and the notes as `notes.txt`. */
export const folder = path.join(import.meta.dirname, "../fixtures/setups");

/** One folder of test/fixtures/setups, laid out as a package. */
export interface SetupsCase {
  root: string;
  target: Target;
  answers: Answers;
  remove(): void;
}

/** The names of all cases, sorted. */
export function listSetupsCases(): string[] {
  return readdirSync(folder).sort();
}

/** Lays a case's input, or its output, out in a temporary folder and inspects it. */
export async function openSetupsCase(name: string, part: "input" | "output"): Promise<SetupsCase> {
  const root = path.join(mkdtempSync(path.join(tmpdir(), "setups-")), "package");
  cpSync(path.join(folder, name, part), root, { recursive: true });
  const target = await inspectTarget(root);
  const dir = existsSync(path.join(root, "src")) ? "src/logging" : "logging";
  const answers = makeAnswers({ dir, entries: [] });
  return { root, target, answers, remove: () => rmSync(path.dirname(root), { recursive: true }) };
}

/** Every file of a tree with its bytes as text, byte by byte. */
export function readTree(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    files
      .filter((file) => statSync(path.join(root, file)).isFile())
      .map((file) => [file.replaceAll("\\", "/"), readFileSync(path.join(root, file), "latin1")]),
  );
}

/** What migrating a package's set-ups makes of its tree, and its notes a line each. */
export async function migrateTree({ root, target, answers }: SetupsCase): Promise<{
  tree: Record<string, string>;
  notes: string;
  patched: string[];
}> {
  const tree = readTree(root);
  const sources = Object.keys(tree).filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  const { patches, notes } = await migrateSetups(target, answers, sources);
  for (const { path: file, before, after } of patches) {
    if (Buffer.from(before).toString("latin1") !== tree[file])
      throw new Error(`${file} was read differently`);
    tree[file] = Buffer.from(after).toString("latin1");
  }
  const lines = notes.map(
    ({ file, line, text }) => `${file}${line === undefined ? "" : `:${line}`} ${text}\n`,
  );
  return { tree, notes: lines.join(""), patched: patches.map((patch) => patch.path) };
}
