import type { Note } from "../target/target.js";

/** How many notes of one kind people are shown. */
export const shownNotes = 10;

/** Notes for people: those of one kind together, and only the first of many. */
export function foldNotes(notes: readonly Note[]): Note[] {
  const kinds = new Map<string, Note[]>();
  const single: Note[] = [];
  for (const note of notes) {
    const { kind } = note;
    const same = kind === undefined ? single : (kinds.get(kind) ?? []);
    same.push(note);
    if (kind !== undefined) kinds.set(kind, same);
  }
  const folded = [...kinds.values()].flatMap((same) => {
    const more = same.length - shownNotes;
    // One line more is no longer than the sentence in its place.
    if (more <= 1) return same;
    return [
      ...same.slice(0, shownNotes),
      { text: `… and ${more} more like these; --json lists all` },
    ];
  });
  return [...single, ...folded];
}
