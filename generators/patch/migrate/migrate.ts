import type { Note } from "../../target/target.js";

/** A file as it is to become. Paths are POSIX and relative to the target. */
export interface SourcePatch {
  path: string;
  before: Uint8Array;
  after: Uint8Array;
  reason: string;
}

/** What becomes of a package's own sources. */
export interface Migration {
  patches: SourcePatch[];
  notes: Note[];
}

/** A place that stays as it is. */
export interface LeftPlace {
  /** Counted from 1. */
  line: number;
  /** Groups places that are left for one reason. */
  kind: string;
  /** The end of a sentence that begins with the place. */
  text: string;
}

/** A change of a text: what stands between two offsets becomes something else. */
export type { Edit } from "../spawn/append-items.js";
