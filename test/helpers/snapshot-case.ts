import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConfigFile } from "../../generators/answers/answers.js";
import { mergeConfig } from "../../generators/answers/merge-config.js";
import { readConfig } from "../../generators/answers/read-config.js";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { type Lock, readPristine } from "../../generators/plan/lock-file.js";
import type { Plan } from "../../generators/plan/plan.js";
import { planScaffold } from "../../generators/plan/plan-scaffold.js";
import { inspectProject } from "../../generators/target/inspect-project.js";

export const snapshotsFolder = path.resolve(import.meta.dirname, "../../snapshots");

/** Files by their POSIX paths, text by text. */
export type Tree = Map<string, string>;

export async function listCases(): Promise<string[]> {
  const entries = await readdir(snapshotsFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The cases of one target. */
export async function listCasesOf(target: "node" | "python"): Promise<string[]> {
  return (await listCases()).filter((name) => name.startsWith("python-") === (target === "python"));
}

/** Copies a case's `before` into a folder of its own; the caller removes it. */
export async function copyBefore(name: string): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), `snapshot-${name}-`)));
  await cp(path.join(snapshotsFolder, name, "before"), root, { recursive: true });
  return root;
}

/** Runs the pipeline on a package, as the command does once the questions are answered. */
export async function scaffoldCase(name: string, root: string): Promise<Plan> {
  const text = await readFile(path.join(snapshotsFolder, name, "answers.json"), "utf8");
  const config = (await readConfig(text)) as ConfigFile;
  const answers = mergeConfig({ children: [], ...config }, config);
  const plan = await planScaffold(answers, await inspectProject(root, config.target), {
    force: false,
    version: "0.0.0-snapshot",
  });
  await applyPlan(plan);
  return plan;
}

/** Reads a whole tree. */
export async function readTree(folder: string): Promise<Tree> {
  const tree: Tree = new Map();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((entry) => !entry.isDirectory())) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join("/");
    tree.set(name, await readFile(file, "utf8"));
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads a tree that the pipeline wrote, the texts in its lock file told by where they stand. */
export async function readScaffolded(root: string): Promise<Tree> {
  const tree = await readTree(root);
  const lockText = tree.get("create-logging.lock");
  if (lockText === undefined) return tree;
  const lock = JSON.parse(lockText) as Lock;
  for (const [file, locked] of Object.entries(lock.files)) {
    // zlib's output differs between Node versions: what counts is that it is the file's text.
    const isFile = readPristine(locked) === tree.get(file);
    locked.pristine = isFile ? "(the file as it is)" : "(another text)";
  }
  return tree.set("create-logging.lock", `${JSON.stringify(lock, null, 2)}\n`);
}

/** Makes a tree the `after` of a case. */
export async function updateAfter(name: string, tree: Tree): Promise<void> {
  const after = path.join(snapshotsFolder, name, "after");
  await rm(after, { recursive: true, force: true });
  for (const [file, text] of tree) {
    await mkdir(path.dirname(path.join(after, file)), { recursive: true });
    await writeFile(path.join(after, file), text);
  }
}
