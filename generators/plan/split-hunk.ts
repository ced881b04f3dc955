import type { LockedHunk } from "./lock-file.js";

/** Lines of a hunk that belong together; `isWhole`: they may stand, and go, by themselves. */
export interface HunkPart {
  lines: string[];
  isWhole: boolean;
}

const setting = /^(?:export )?[A-Za-z_]\w*=/;
const hash = /^[0-9a-f]{64}$/;
// A statement that fits on its line, a comment of ours above one, a pattern of a .gitignore.
const standalone = [
  /^\s*import\s.*["'];?\s*$/,
  /^\s*import\s+\w+\s*=\s*require\(.*\);?\s*$/,
  /^\s*(?:(?:const|let|var)\s.*=\s*)?require\(["'][^"']*["']\);?\s*$/,
  /^\s*(?:await |return )?plop\.load\(.*\);?\s*$/,
  /^\s*\/\/ create-logging: /,
  /^\/\S+(?: \S+)*$/,
];

/**
 * Cuts what was inserted into the parts that make sense alone: settings with their comments, lines
 * that are statements. What took other lines out, or spans several lines, is one part.
 */
export function splitHunk({ removed, inserted }: LockedHunk): HunkPart[] {
  const lines = trimBlank(inserted);
  if (removed.length > 0 || lines.length === 0) return [{ lines, isWhole: false }];
  if (lines.every((line) => hash.test(line))) return pairUp(lines);
  if (lines.every((line) => /^#|^$/.test(line) || setting.test(line))) return groupSettings(lines);
  const parts: HunkPart[] = [];
  for (const line of lines) {
    const isWhole = standalone.some((pattern) => pattern.test(line));
    const last = parts.at(-1);
    if (isWhole || last === undefined || last.isWhole) parts.push({ lines: [line], isWhole });
    else last.lines.push(line);
  }
  return parts.filter((part) => part.lines.some((line) => line !== ""));
}

// In a file that is one machine's only hashes are known: a comment and its setting each.
function pairUp(lines: string[]): HunkPart[] {
  return lines.flatMap((_, index) =>
    index % 2 === 0 ? [{ lines: lines.slice(index, index + 2), isWhole: true }] : [],
  );
}

function groupSettings(lines: string[]): HunkPart[] {
  const parts: HunkPart[] = [];
  let lead: string[] = [];
  for (const line of lines) {
    lead.push(line);
    if (!setting.test(line)) continue;
    parts.push({ lines: lead, isWhole: true });
    lead = [];
  }
  return lead.length === 0 ? parts : [...parts, { lines: lead, isWhole: false }];
}

function trimBlank(lines: string[]): string[] {
  const start = lines.findIndex((line) => line !== "");
  const end = lines.findLastIndex((line) => line !== "");
  return start === -1 ? [] : lines.slice(start, end + 1);
}
