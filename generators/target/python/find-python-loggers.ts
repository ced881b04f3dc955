import { join } from "node:path";
import { readTextFile } from "../read-text-file.js";
import type { Note } from "../target.js";

// What sets one up: a service has one or two such places among its sources.
const setups: [name: string, call: RegExp][] = [
  ["Loguru", /^[^#\n]*\blogger\.(add|configure|remove)\(/m],
  [
    "logging",
    /^[^#\n]*\blogging\.(basicConfig|config\.(dictConfig|fileConfig))\(|^[^#\n]*\b(dictConfig|fileConfig)\(/m,
  ],
  ["logging", /^LOGGING\s*(:\s*[^=]+)?=\s*\{/m],
  ["structlog", /^[^#\n]*\bstructlog\.configure\(/m],
  ["logbook", /^[^#\n]*\bpush_application\(/m],
];
const maxFiles = 2_000;

/** Places that set up another logger, or this one otherwise. */
export function findPythonLoggers(root: string, files: readonly string[]): Note[] {
  const sources = files.filter((file) => file.endsWith(".py") && !isPythonTest(file));
  return sources.slice(0, maxFiles).flatMap((file) => {
    const text = readTextFile(join(root, file)) ?? "";
    // Alembic's own file, which sets up its command alone.
    if (file.endsWith("env.py") && /\balembic\b/.test(text)) return [];
    if (!/\b(logging|loguru|structlog|logbook|LOGGING)\b/.test(text)) return [];
    for (const [name, call] of setups) {
      const found = call.exec(text);
      if (found === null || (name === "Loguru" && !/\bloguru\b/.test(text))) continue;
      const line = text.slice(0, found.index).split("\n").length;
      return [{ file, line, text: `sets up ${name}: create-logging migrate replaces it` }];
    }
    return [];
  });
}

/** Whether pytest or unittest takes a file for tests, or for what belongs to them. */
export function isPythonTest(file: string): boolean {
  return /(^|\/)(tests?|testing)\/.*\.py$|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/.test(file);
}
