import { RefusedError } from "../errors.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import type { AddChildFlags } from "./answers.js";
import { describeSite } from "./ask-child.js";

/** Refuses to go on without a terminal, or with `--yes`, while the child has no descriptor or no name. */
export function refuseMissingChild(
  { descriptor, name, yes }: AddChildFlags,
  sites: readonly SpawnSite[],
): void {
  const missing: string[] = [];
  if (descriptor === undefined) missing.push("the child's descriptor, such as SCORER");
  if (name === undefined && !yes) missing.push("--name <name> (--yes takes the usual one)");
  if (missing.length === 0) return;
  const patchable = sites.filter(({ verdict }) => verdict === "patchable");
  const places = patchable.map(({ descriptor: word, ...site }) => {
    const declares = word === undefined ? "" : `  create-logging add-child ${word}`;
    return `  ${describeSite(site)}${declares}`;
  });
  const found = places.length === 0 ? "" : `\nThese places start a process:\n${places.join("\n")}`;
  throw new RefusedError(
    `There is nobody to ask, and answers are missing. Pass ${missing.join(", and ")}.${found}`,
  );
}
