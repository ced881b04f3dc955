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
import { migratePythonSources } from "../../generators/patch/python/migrate/migrate-python-sources.js";
import { showNote } from "../../generators/plan/show-plan.js";
import { readTree, type Tree, writeTree } from "./apply-tree.js";
import type { MigrateCase, MigrateResult } from "./migrate-cases.js";
import { makeAnswers } from "./patch-target.js";
import { makePythonTarget } from "./python-target.js";

const folder = path.join(import.meta.dirname, "../fixtures/migrate-python");
const usualEntries = ["app.py", "main.py", "src/app.py", "app/main.py", "manage.py"];

/** The names of all cases, sorted. */
export function listMigratePythonCases(): string[] {
  return readdirSync(folder).sort();
}

/** Lays a case out as a project in a temporary folder. */
export function openMigratePythonCase(name: string): MigrateCase {
  const source = path.join(folder, name);
  const root = makeRoot();
  cpSync(path.join(source, "input"), root, { recursive: true });
  const [output, notes] = [path.join(source, "output"), path.join(source, "notes.txt")];
  return {
    root,
    output: existsSync(output) ? readTree(output) : {},
    notes: existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : [],
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** Lays out a project of these files, in bytes as latin1 text. */
export function makeMigratePythonProject(tree: Tree): Pick<MigrateCase, "root" | "remove"> {
  const root = makeRoot();
  writeTree(root, tree);
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

/** Migrates a project, in memory or into its files. */
export async function migratePythonProject(
  root: string,
  { writes = false, entries }: { writes?: boolean; entries?: string[] } = {},
): Promise<MigrateResult> {
  const found = entries ?? usualEntries.filter((file) => existsSync(path.join(root, file)));
  const runs = (file: string) => {
    const folder = path.posix.dirname(file);
    const isPackage = existsSync(path.join(root, folder, "__init__.py"));
    return [{ searchPath: isPackage ? path.posix.dirname(folder) : folder, module: "__main__" }];
  };
  const target = makePythonTarget(root, {
    entrypoints: found.map((file) => ({ file, sources: [], runs: runs(file) })),
  });
  const answers = makeAnswers({ dir: "app_logging", entries: found });
  const { patches, notes } = await migratePythonSources(target, answers);
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
  return mkdtempSync(path.join(tmpdir(), "migrate-python-"));
}
