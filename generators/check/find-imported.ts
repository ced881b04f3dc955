import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { TypeScript } from "../patch/parse-source.js";
import { importsOf } from "./compile-source.js";

// A logging folder that pulls in more of the service than this is not what is being looked at.
const maxFiles = 200;

/** The given files, and every file of the package that they import; POSIX paths relative to its root. */
export function findImported(ts: TypeScript, root: string, files: readonly string[]): string[] {
  const found = new Set(files);
  for (const file of found) {
    if (file.endsWith(".json") || found.size > maxFiles) continue;
    for (const { fileName } of importsOf(ts, readFileSync(path.join(root, file), "utf8"))) {
      const imported = resolveSource(root, file, fileName);
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found];
}

function resolveSource(root: string, from: string, specifier: string): string | undefined {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  if (base.startsWith("../")) return undefined;
  const candidates = [
    base,
    base.replace(/\.([cm]?)js$/, ".$1ts"),
    ...[".ts", ".js", ".mts", ".cts", ".mjs", ".cjs", ".json"].map((ending) => base + ending),
    `${base}/index.ts`,
    `${base}/index.js`,
  ];
  return candidates.find((file) => isFile(path.join(root, file)));
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
