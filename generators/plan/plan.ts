import type { Note } from "../target/target.js";

/** One path and what happens to it. Bytes, so that nothing is lost to an encoding. */
export type Step =
  | { kind: "create"; path: string; after: Uint8Array; reason: string }
  | { kind: "patch" | "merge"; path: string; before: Uint8Array; after: Uint8Array; reason: string }
  | { kind: "delete"; path: string; before: Uint8Array; reason: string }
  | { kind: "leave"; path: string; reason: string };

/** The reason why a file that a person took out is left alone. */
export const deletedByOwner = "was deleted by its owner";

/** The same where a person changed it, and nothing is to be written. */
export const editedByOwner = "was edited by its owner";

/** The same where the markers of a merge are still in it. */
export const stillConflicted = "still has conflicts to resolve";

/** Everything a run will do, before it does anything. Paths are POSIX and relative to `root`. */
export interface Plan {
  root: string;
  /** What it is for: the service's name. */
  service: string;
  steps: Step[];
  /** Seen and left alone, and what the person must know. */
  notes: Note[];
  /** Paths of files left with conflict markers by a merge. */
  conflicts: string[];
  /** What to do next, one sentence each: variables to set, the start line. */
  next: string[];
  /** The command that repeats this run without questions. */
  replay: string;
  /** What is said where nothing is to be written; usually that the logging is up to date. */
  idle?: string;
}
