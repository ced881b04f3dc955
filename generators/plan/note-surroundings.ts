import type { Answers } from "../answers/answers.js";
import type { ChosenSpawn } from "../patch/patch-sources.js";
import type { SpawnSite } from "../patch/spawn/spawn.js";
import { type NameSurroundings, noteNameConflicts } from "../target/note-name-conflicts.js";
import { isPython, type Project } from "../target/project.js";
import type { Note } from "../target/target.js";
import { noteSpawnSites } from "./note-spawn-sites.js";

/** What is known around a service: services and names of the repository, and the places that start processes. */
export interface Surroundings extends NameSurroundings {
  /** Every place of the package that starts a process, where they were looked for before. All of them are told then. */
  sites?: readonly SpawnSite[];
}

// Enough to see what it is about; `add-child` tells all.
const mostSites = 10;

/** What a person should know of the processes around a service: those it starts, and names they share. */
export async function noteSurroundings(
  target: Project,
  answers: Answers,
  spawns: readonly ChosenSpawn[],
  surroundings: Surroundings = {},
): Promise<Note[]> {
  const sites = surroundings.sites ?? (await findSites(target, answers));
  const scripts = sites.flatMap(({ script }) => script ?? []);
  const isChosen = ({ file, line }: SpawnSite) =>
    spawns.some((spawn) => spawn.file === file && spawn.line === line);
  const left = sites.filter((site) => !isChosen(site));
  const most = surroundings.sites === undefined ? mostSites : Number.POSITIVE_INFINITY;
  return [
    ...noteSpawnSites(left, answers, most),
    ...noteNameConflicts(target, answers, { ...surroundings, scripts }),
  ];
}

/** Every place of a project that starts a process. */
export async function findSites(target: Project, answers: Answers): Promise<SpawnSite[]> {
  if (isPython(target)) {
    const { findPythonSpawnSites } = await import(
      "../patch/python/spawn/find-python-spawn-sites.js"
    );
    return findPythonSpawnSites(target, answers);
  }
  const { findSpawnSites } = await import("../patch/spawn/find-spawn-sites.js");
  return findSpawnSites(target, answers);
}
