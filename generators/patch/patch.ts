import type { Note, SpecifierExtension } from "../target/target.js";

/** What an entrypoint is to get. */
export interface EntrypointRequest {
  /** POSIX path relative to the target. */
  file: string;
  /** The logging folder, POSIX path relative to the target. */
  dir: string;
  /** `setup`, or `setup-child` for a child's entrypoint in the same package. */
  setup: "setup" | "setup-child";
  /** Whether the `env-file` import is needed ahead of it. */
  envFile: boolean;
  /** Used where the file has no relative import whose style could be copied. */
  specifierExtension: SpecifierExtension;
  /** How the logging files really end, where nothing else resolves: `.cjs` in a `type: module` package. */
  fileExtension?: ".mjs" | ".cjs";
  moduleKind: "esm" | "commonjs";
  /** A tool that may move imports was found: add the `keep first` comment. */
  keepFirst: boolean;
}

/** A patched text, a text that needs nothing, or the reason why it was not touched. */
export type PatchResult =
  | { patched: true; text: string; notes: Note[] }
  | { patched: false; already: true; notes: Note[] }
  | { patched: false; already: false; reason: string; line?: number };

/** What the patch stage found for all entrypoints together. Paths are POSIX and relative to the target. */
export interface EntrypointPatches {
  /** `env-file` of the logging folder; absent when nothing loads an env file by code. */
  envFile?: { path: string; text: string };
  patches: { path: string; before: Uint8Array; after: Uint8Array; reason: string }[];
  unchanged: { path: string; reason: string }[];
  refused: { path: string; line?: number; reason: string }[];
  /** The `.env` files that the service loads, whether they exist or not. */
  envFilesLoaded: string[];
  notes: Note[];
}
