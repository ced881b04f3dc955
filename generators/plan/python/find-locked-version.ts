import path from "node:path";
import type { PythonTarget } from "../../target/python/python-target.js";
import { readTextFile } from "../../target/read-text-file.js";
import { lineAt } from "./dependency-edit.js";
import { dependencyName } from "./requirement.js";

/** The version that a lock file holds a dependency at. */
export interface LockedVersion {
  /** Relative to the target. */
  file: string;
  line: number;
  version: string;
}

const named = new RegExp(`^name = "${dependencyName}"\\r?\\nversion = "([^"]+)"`, "im");
const patterns: [file: string, pattern: RegExp][] = [
  ["uv.lock", named],
  ["poetry.lock", named],
  ["pdm.lock", named],
  ["Pipfile.lock", new RegExp(`"${dependencyName}": \\{[^}]*"version": "==([^"]+)"`, "i")],
];

/** What is installed where a lock file decides: the file that asks may ask for any version. */
export function findLockedVersion(
  { root, workspaceRoot }: PythonTarget,
  file: string,
): LockedVersion | undefined {
  const compiled: typeof patterns = file.endsWith(".in")
    ? [[file.replace(/\.in$/, ".txt"), new RegExp(`^${dependencyName}==([\\w.]+)`, "im")]]
    : [];
  for (const folder of new Set([root, workspaceRoot]))
    for (const [name, pattern] of [...compiled, ...patterns]) {
      const place = path.join(folder, name);
      const text = readTextFile(place);
      const found = text === undefined ? undefined : pattern.exec(text);
      if (!text || !found?.[1]) continue;
      const relative = path.relative(root, place).split(path.sep).join("/");
      return { file: relative, line: lineAt(text, found.index), version: found[1] };
    }
  return undefined;
}
