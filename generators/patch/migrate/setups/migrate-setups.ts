import type { Answers } from "../../../answers/answers.js";
import type { Note, Target } from "../../../target/target.js";

/** Nothing yet. */
export async function migrateSetups(
  _target: Target,
  _answers: Answers,
  _files: readonly string[],
): Promise<{
  patches: { path: string; before: Uint8Array; after: Uint8Array; reason: string }[];
  notes: Note[];
}> {
  return { patches: [], notes: [] };
}
