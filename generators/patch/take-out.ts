import type { OwnImports } from "./find-own-imports.js";
import type { FileContext } from "./read-context.js";

/** The comment that asks people and tools not to sort the imports below it. */
export const keepFirstComment = "// create-logging: keep first";

/**
 * An entrypoint's text without the imports of the logging folder; undefined where one of them
 * shares its line with something else, or is not as an earlier run wrote it.
 */
export function takeOut(
  { tree }: FileContext,
  { envFile, setup }: OwnImports,
  isOurs: (line: string) => boolean,
): string | undefined {
  const { text } = tree;
  const ranges: { start: number; end: number }[] = [];
  for (const statement of [envFile, setup]) {
    if (statement === undefined) continue;
    const line = findLine(text, statement.getStart(tree));
    if (!isOurs(line.content) || line.content !== statement.getText(tree)) return undefined;
    const above = line.start > 0 ? findLine(text, line.start - 1) : undefined;
    ranges.push(above?.content === keepFirstComment ? { ...line, start: above.start } : line);
  }
  return ranges
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

// With the end of the line.
function findLine(text: string, at: number): { start: number; end: number; content: string } {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline + 1;
  return { start, end, content: text.slice(start, end).replace(/\r?\n$/, "") };
}
