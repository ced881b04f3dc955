/** The word that was probably meant, or undefined when none is near. */
export function suggestWord(given: string, words: readonly string[]): string | undefined {
  const lower = given.toLowerCase();
  const ranked = words
    .map((word) => ({ word, edits: countEdits(lower, word.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // Half of the letters wrong is still a typo (two swapped ones are two of four); more is another word.
  return best !== undefined && best.edits <= best.word.length / 2 ? best.word : undefined;
}

function countEdits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const dropped = (previous[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, dropped, added));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
