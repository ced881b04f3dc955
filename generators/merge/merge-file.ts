import { type MergedText, type MergeRequest, mergeText } from "./merge-text.js";

/**
 * Merges a file line by line; where that leaves conflicts in code, what a formatter did to it is
 * looked through, and the merge that leaves less in conflict counts.
 */
export async function mergeFile(path: string, request: MergeRequest): Promise<MergedText> {
  const bom = request.theirs.startsWith("\uFEFF") ? "\uFEFF" : "";
  if (bom !== "") {
    const merged = await mergeFile(path, { ...request, theirs: request.theirs.slice(1) });
    return { ...merged, text: bom + merged.text };
  }
  const merged = mergeText(request);
  if (merged.conflicts === 0 || !/\.[cm]?[jt]sx?$/.test(path)) return merged;
  const { mergeLayouts } = await import("./merge-layouts.js");
  const looked = await mergeLayouts(path, request);
  return looked !== undefined && isLess(looked, merged) ? looked : merged;
}

// A conflict shows both sides: of two texts the shorter one has less in it.
function isLess(one: MergedText, other: MergedText): boolean {
  if (one.conflicts !== other.conflicts) return one.conflicts < other.conflicts;
  return one.text.length < other.text.length;
}
