import { type MergedText, type MergeRequest, mergeText } from "./merge-text.js";

/**
 * Merges a file line by line; where that leaves conflicts in code, what a formatter did to it is
 * looked through, and the merge with fewer conflicts counts.
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
  return looked !== undefined && looked.conflicts < merged.conflicts ? looked : merged;
}
