import type { Lock, LockedHunk } from "./lock-file.js";
import { envExampleName } from "./plan-env-files.js";

/** A line that an owner made of ours. */
export interface Leftover {
  /** From 1. */
  line: number;
  /** The word by which it is known. */
  name: string;
}

/** Finds what became of lines of ours that aren't there as they were written; nothing for those that are gone. */
export function findLeftover(
  file: string,
  text: string,
  missing: LockedHunk[],
  lock: Lock,
): Leftover[] {
  if (missing.length === 0) return [];
  const lines = text.split(/\r?\n/);
  if (/(^|\/)\.env[^/]*$/.test(file)) {
    // Of a private file only hashes are known; the names are those of the example.
    const named = lock.private?.[file] === undefined ? missing : examples(lock);
    return listNames(named).flatMap((name) => locate(lines, name, (line) => setsName(line, name)));
  }
  return listWords(missing).flatMap((word) => locate(lines, word, (line) => hasWord(line, word)));
}

function examples({ patches }: Lock): LockedHunk[] {
  return patches[envExampleName]?.hunks ?? [];
}

function listNames(hunks: LockedHunk[]): string[] {
  const lines = hunks.flatMap(({ inserted }) => inserted);
  return [...new Set(lines.flatMap((line) => /^([A-Za-z_]\w*)=/.exec(line)?.[1] ?? []))];
}

function setsName(line: string, name: string): boolean {
  return new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line);
}

// What only we can have put there: the names of packages and of what the logging folder exports.
function listWords(hunks: LockedHunk[]): string[] {
  const words = [
    "create-logging",
    "@types/node",
    "childEnv",
    "watchChild",
    "exitWithReason",
    "child_env",
    "watch_child",
    "exit_with_reason",
    "loguru",
  ];
  const has = (lines: string[], word: string) => lines.some((line) => hasWord(line, word));
  return words.filter((word) =>
    hunks.some(({ inserted, removed }) => has(inserted, word) && !has(removed, word)),
  );
}

/** Whether a line has a word by itself: `my-loguru-demo` is something else. */
export function hasWord(line: string, word: string): boolean {
  return new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(line);
}

function locate(lines: string[], name: string, isMeant: (line: string) => boolean): Leftover[] {
  const index = lines.findIndex(isMeant);
  return index === -1 ? [] : [{ line: index + 1, name }];
}
