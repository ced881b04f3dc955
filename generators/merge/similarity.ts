/** How much of two texts is the same: lines in common, of the longer one's; 0 to 1. Indentation doesn't count. */
export function measureSimilarity(a: string, b: string): number {
  const [ours, theirs] = [linesOf(a), linesOf(b)];
  const longest = Math.max(ours.length, theirs.length);
  if (longest === 0) return 0;
  const left = new Map<string, number>();
  for (const line of ours) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of theirs) {
    const count = left.get(line) ?? 0;
    if (count > 0) common += 1;
    left.set(line, count - 1);
  }
  return common / longest;
}

// A brace on a line of its own is in every file.
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
}
