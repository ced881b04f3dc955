import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import type { Target } from "../../generators/target/target.js";

/** A file's text, or an object for a JSON file; `{ link }` is a symlink. */
export type TreeFiles = Record<string, string | object>;

const made: string[] = [];

afterEach(() => {
  for (const dir of made.splice(0)) {
    chmodSync(dir, 0o755);
    rmSync(dir, { recursive: true, force: true });
  }
});

/** Writes the files into a new directory, removed after the test; gives its real path. */
export function makeTargetTree(files: TreeFiles): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "target-")));
  made.push(dir);
  for (const [path, content] of Object.entries(files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "string") writeFileSync(file, content);
    else if ("link" in content) symlinkSync(String(content.link), file);
    else writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  }
  return dir;
}

/** Inspects a package made of these files; package.json is added when it is not among them. */
export function inspectTree(files: TreeFiles): Promise<Target> {
  return inspectTarget(makeTargetTree({ "package.json": { name: "app" }, ...files }));
}

/** The entrypoints of a package made of these files, best first. */
export async function entriesOf(files: TreeFiles): Promise<string[]> {
  return (await inspectTree(files)).entrypoints.map(({ file }) => file);
}
