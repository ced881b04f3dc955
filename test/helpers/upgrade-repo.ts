import fs from "node:fs";
import path from "node:path";
import type { Plan } from "../../generators/plan/plan.js";
import { makeDirectory } from "./apply-directory.js";
import { planFor } from "./apply-fake-stages.js";
import type { Versioned } from "./upgrade-edits.js";
import { renderVersion } from "./upgrade-render.js";
import type { Version } from "./upgrade-versions.js";

/** What a package is: its language and its imports. */
export type Kind = NonNullable<Parameters<typeof renderVersion>[1]>;

/** The files of a release beside those of a later one. */
export async function readVersions(kind: Kind, from: Version, to: Version): Promise<Versioned[]> {
  const ours = new Map((await renderVersion(to, kind)).map((file) => [file.path, file.text]));
  return (await renderVersion(from, kind)).map(({ path, text }) => ({
    path,
    base: text,
    ours: ours.get(path),
  }));
}

/** The plan of a release for a repo; its entrypoints and its surroundings aside, as it is. */
export async function planVersion(root: string, kind: Kind, version: Version): Promise<Plan> {
  const files = await renderVersion(version, kind);
  const emitted = Object.fromEntries(files.map(({ path, text }) => [path, text]));
  return planFor(root, { emitted, version });
}

/** A repo that a release has set up. */
export async function makeVersionRepo(kind: Kind, version: Version): Promise<string> {
  const root = makeDirectory();
  writeFile(root, "src/index.ts", "start();\n");
  writePlan(root, await planVersion(root, kind, version));
  return root;
}

/** Does what a plan says, without the care that a real run takes. */
export function writePlan(root: string, { steps }: Plan): void {
  for (const step of steps)
    if (step.kind === "delete") fs.rmSync(path.join(root, step.path));
    else if (step.kind !== "leave") writeFile(root, step.path, step.after);
}

export function writeFile(root: string, file: string, content: string | Uint8Array): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), content);
}

/** The bytes of a file as a text, undefined where there is none. */
export function readFile(root: string, file: string): string | undefined {
  const full = path.join(root, file);
  return fs.existsSync(full) ? fs.readFileSync(full, "utf8") : undefined;
}
