import { join, posix } from "node:path";
import { readTextFile } from "./read-text-file.js";
import type { Note } from "./target.js";

// Enough for any package that people test by hand; a monorepo's root is not worth a second of waiting.
const maxFiles = 2_000;
const maxNotes = 20;

const isTest =
  /\.(test|spec|e2e-spec|e2e)\.[cm]?[jt]sx?$|(^|\/)(tests?|__tests__|spec|e2e)\/.*\.[cm]?[jt]sx?$/;

/** Tests that import an entrypoint: the setup then runs in the test runner, where its guard stands down. */
export function findImportingTests(root: string, files: string[], entries: string[]): Note[] {
  const bare = new Map(entries.map((entry) => [stripExtension(entry), entry]));
  const notes: Note[] = [];
  for (const file of files
    .filter((each) => isTest.test(each) && !entries.includes(each))
    .slice(0, maxFiles)) {
    const text = readTextFile(join(root, file)) ?? "";
    for (const match of text.matchAll(
      /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*|\bmock\(\s*)["'](\.{1,2}(?:\/[^"'\n]*)?|[@~]\/[^"'\n]+)["']/g,
    )) {
      const entry = resolveImport(file, match[1] ?? "", bare);
      if (entry === undefined) continue;
      notes.push({
        file,
        line: text.slice(0, match.index).split("\n").length,
        text: `imports the entrypoint '${entry}': it will run the logging setup, whose guard stands down in a test runner (for node:test, import that first)`,
      });
      break;
    }
  }
  if (notes.length <= maxNotes) return notes;
  return [
    ...notes.slice(0, maxNotes),
    { text: `${notes.length - maxNotes} more tests import an entrypoint` },
  ];
}

function resolveImport(
  file: string,
  specifier: string,
  entries: Map<string, string>,
): string | undefined {
  // `@/` and `~/` stand for the sources by custom.
  const paths = specifier.startsWith(".")
    ? [posix.join(posix.dirname(file), specifier)]
    : ["src/", ""].map((dir) => dir + specifier.slice(2));
  return paths
    .flatMap((path) => [stripExtension(path), posix.join(path, "index")])
    .map((path) => entries.get(path))
    .find((entry) => entry !== undefined);
}

function stripExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}
