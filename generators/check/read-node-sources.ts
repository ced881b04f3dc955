import type { Answers } from "../answers/answers.js";
import { isLateSetup } from "../patch/note-order.js";
import { patchEntrypoints } from "../patch/patch-entrypoints.js";
import { listSources } from "../patch/spawn/list-sources.js";
import { findLoggers } from "../target/find-loggers.js";
import type { Target } from "../target/target.js";
import type { Sources } from "./source-facts.js";

/** Looks through a Node package's own sources. */
export async function readNodeSources(target: Target, answers: Answers): Promise<Sources> {
  const { root, packageJson } = target;
  const files = listSources(target, answers).map(({ file }) => file);
  const entries = await patchEntrypoints(target, answers);
  return {
    entries,
    entryFaults: entries.notes.filter(isLateSetup),
    loggers: findLoggers(root, files, packageJson.dependencies),
    silencers: [],
    childEnv: "childEnv",
  };
}
