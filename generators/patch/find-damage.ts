import type { ts } from "ts-morph";
import { firstLine, parseSource, type Source } from "./parse-source.js";
import { textOf } from "./semicolons.js";

/** What is wrong with a changed text: its syntax, or a statement that no longer reads as it did. */
export function findDamage(
  source: Source,
  after: string,
  renamed?: ts.Statement,
): string | undefined {
  const parsed = parseSource(source.ts, source.file, after);
  if ("reason" in parsed) return parsed.reason;
  // A semicolon on a line of its own may now end our statement instead of the one above it.
  const remaining = parsed.tree.statements.map((statement) => textOf(parsed, statement));
  for (const statement of source.tree.statements) {
    const text = textOf(source, statement);
    if (statement === renamed || text === "") continue;
    const index = remaining.indexOf(text);
    if (index === -1) return `'${firstLine(text)}' would read differently`;
    remaining.splice(0, index + 1);
  }
  return undefined;
}
