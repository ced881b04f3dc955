import { readFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../answers/answers.js";
import { isPython, type Project } from "../target/project.js";
import type { EntrypointPatches } from "./patch.js";
import { type IsOurs, patchEntrypoints } from "./patch-entrypoints.js";
import { patchPythonEntrypoints } from "./python/patch-entrypoints.js";
import { makePythonSpawnRequest } from "./python/spawn/find-python-spawn-sites.js";
import { patchPythonSpawnSites } from "./python/spawn/patch-python-spawn-sites.js";
import { decodeText } from "./read-bytes.js";
import { makeSpawnRequest } from "./spawn/find-spawn-sites.js";
import { patchSpawnSites } from "./spawn/patch-spawn-sites.js";
import type { ChosenSite } from "./spawn/spawn.js";

/** A place that starts a process and is to give it the environment of a child. */
export interface ChosenSpawn extends ChosenSite {
  /** POSIX path relative to the target. */
  file: string;
}

/** Patches a package's entrypoints, and the places where it starts its children, in memory. */
export async function patchSources(
  target: Project,
  answers: Answers,
  spawns: readonly ChosenSpawn[],
  isOurs: IsOurs = () => false,
): Promise<EntrypointPatches> {
  const patches = isPython(target)
    ? await patchPythonEntrypoints(target, answers, isOurs)
    : await patchEntrypoints(target, answers, isOurs);
  for (const file of new Set(spawns.map((spawn) => spawn.file))) {
    const chosen = spawns.filter((spawn) => spawn.file === file);
    await patchSpawns({ target, answers, patches }, file, chosen);
  }
  return patches;
}

interface Run {
  target: Project;
  answers: Answers;
  patches: EntrypointPatches;
}

async function patchSpawns(
  { target, answers, patches }: Run,
  file: string,
  chosen: readonly ChosenSpawn[],
): Promise<void> {
  const refuse = (reason: string, line?: number) =>
    patches.refused.push({ path: file, reason, ...(line === undefined ? {} : { line }) });
  // An entrypoint may start a child itself: then its lines are in already.
  const earlier = patches.patches.find((patch) => patch.path === file);
  const before = earlier?.before ?? readBytes(path.join(target.root, file));
  const decoded = before && decodeText(earlier?.after ?? before);
  if (before === undefined || decoded === undefined) {
    refuse(before === undefined ? "can't be read" : "is UTF-16; save it as UTF-8");
    return;
  }
  const moved = earlier ? countLines(earlier.after) - countLines(earlier.before) : 0;
  const sites = chosen.map((site) => ({ ...site, line: site.line + moved }));
  const patch = isPython(target)
    ? await patchPythonSpawnSites(
        decoded.text,
        makePythonSpawnRequest(target, answers, file),
        sites,
      )
    : await patchSpawnSites(decoded.text, makeSpawnRequest(target, answers, file), sites);
  for (const { line, reason } of patch.refused) refuse(reason, line - moved);
  if (patch.text === undefined || patch.refused.length > 0) {
    const names = listDescriptors(patch.already);
    if (!earlier && names !== "")
      patches.unchanged.push({ path: file, reason: `gives ${names} its environment already` });
    return;
  }
  const after = decoded.encode(patch.text);
  if (after === undefined) {
    refuse(`is not UTF-8, and its encoding has no way to write '${answers.dir}'`);
    return;
  }
  const reason = `gives ${listDescriptors(patch.patched)} its environment`;
  for (const { line, notes } of patch.patched)
    patches.notes.push(...notes.map((text) => ({ file, line: line - moved, text })));
  patches.unchanged = patches.unchanged.filter((seen) => seen.path !== file);
  if (earlier) Object.assign(earlier, { after, reason: `${earlier.reason}; ${reason}` });
  else patches.patches.push({ path: file, before, after, reason });
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return undefined;
  }
}

function listDescriptors(sites: readonly { descriptor: string }[]): string {
  const names = [...new Set(sites.map(({ descriptor }) => `'${descriptor}'`))];
  return names.length === 0 ? "" : `child ${names.join(" and ")}`;
}

function countLines(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0);
}
