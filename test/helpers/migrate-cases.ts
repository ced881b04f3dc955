import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import { migrateSources } from "../../generators/patch/migrate/migrate-sources.js";
import { showNote } from "../../generators/plan/show-plan.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { readTree, type Tree, writeTree } from "./apply-tree.js";
import { makeAnswers } from "./patch-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/migrate");
const usualPackage =
  '{ "name": "news", "type": "module", "scripts": { "start": "node src/index.js" } }\n';

/** One folder of test/fixtures/migrate, laid out as a package. */
export interface MigrateCase {
  root: string;
  /** The files that change, as they become. */
  output: Tree;
  /** What is said of the rest, one note a line. */
  notes: string[];
  remove(): void;
}

/** What a migration in memory came to. */
export interface MigrateResult {
  /** The files that change, as they become. */
  output: Tree;
  reasons: Record<string, string>;
  notes: string[];
}

/** The names of all cases, sorted. */
export function listMigrateCases(): string[] {
  return readdirSync(folder).sort();
}

/** Lays a case out as a package in a temporary folder. */
export function openMigrateCase(name: string): MigrateCase {
  const source = path.join(folder, name);
  const root = makeRoot();
  cpSync(path.join(source, "input"), root, { recursive: true });
  if (!existsSync(path.join(root, "package.json")))
    writeFileSync(path.join(root, "package.json"), usualPackage);
  const [output, notes] = [path.join(source, "output"), path.join(source, "notes.txt")];
  return {
    root,
    output: existsSync(output) ? readTree(output) : {},
    notes: existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : [],
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** Lays out a package of these files, in bytes as latin1 text. */
export function makeMigratePackage(tree: Tree): Pick<MigrateCase, "root" | "remove"> {
  const root = makeRoot();
  writeTree(root, { "package.json": usualPackage, ...tree });
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

/** Migrates a package, in memory or into its files. */
export async function migratePackage(
  root: string,
  { writes = false, answers = {} }: { writes?: boolean; answers?: Partial<Answers> } = {},
): Promise<MigrateResult> {
  const target = await inspectTarget(root);
  const entries = target.startCommands
    .filter(({ stage }) => stage === "production")
    .flatMap((each) => each.entries);
  const dir = existsSync(path.join(root, "src")) ? "src/logging" : "logging";
  const all = makeAnswers({ dir, entries: [...new Set(entries)], ...answers });
  const { patches, notes } = await migrateSources(target, all);
  const output: Tree = {};
  const reasons: Record<string, string> = {};
  for (const patch of patches) {
    if (!readFileSync(path.join(root, patch.path)).equals(patch.before))
      throw new Error(`'${patch.path}' was not read as it is`);
    output[patch.path] = Buffer.from(patch.after).toString("latin1");
    reasons[patch.path] = patch.reason;
    if (writes) writeFileSync(path.join(root, patch.path), patch.after);
  }
  return { output, reasons, notes: notes.map(showNote) };
}

function makeRoot(): string {
  mkdirSync(tmpdir(), { recursive: true });
  return mkdtempSync(path.join(tmpdir(), "migrate-"));
}
