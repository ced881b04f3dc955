import { readFileSync, statSync } from "node:fs";

// Configuration and sources that people write stay far below this; what is larger is generated.
const maxBytes = 1_000_000;

/** The text of a file without its byte order mark; undefined when it is absent, unreadable, huge or not a file. */
export function readTextFile(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}
