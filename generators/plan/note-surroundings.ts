import type { Answers } from "../answers/answers.js";
import { type NameSurroundings, noteNameConflicts } from "../target/note-name-conflicts.js";
import type { Note, Target } from "../target/target.js";
import { noteSpawnSites } from "./note-spawn-sites.js";

/** What a person should know of the processes around a service: those it starts, and names they share. */
export async function noteSurroundings(
  target: Target,
  answers: Answers,
  surroundings: NameSurroundings = {},
): Promise<Note[]> {
  const { findSpawnSites } = await import("../patch/spawn/find-spawn-sites.js");
  const sites = await findSpawnSites(target, answers);
  const scripts = sites.flatMap(({ script }) => script ?? []);
  return [
    ...noteSpawnSites(sites, answers),
    ...noteNameConflicts(target, answers, { ...surroundings, scripts }),
  ];
}
