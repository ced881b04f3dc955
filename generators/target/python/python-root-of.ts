import { existsSync } from "node:fs";
import path from "node:path";
import { projectFiles } from "./list-python-projects.js";

const marks = ["create-logging.json", ...projectFiles];

/**
 * The root of the Python project that a file belongs to, absolute: the nearest folder with a mark of one,
 * no further up than the repository or a Node package that is none; else the file's own folder.
 */
export function pythonRootOf(file: string): string {
  const own = path.dirname(file);
  for (let at = own; ; at = path.dirname(at)) {
    if (marks.some((name) => existsSync(path.join(at, name)) && !isNodeConfig(at, name))) return at;
    const isEdge = [".git", "package.json"].some((name) => existsSync(path.join(at, name)));
    if (isEdge || path.dirname(at) === at) return own;
  }
}

// Beside a package.json it is that package's.
function isNodeConfig(folder: string, name: string): boolean {
  return name === "create-logging.json" && existsSync(path.join(folder, "package.json"));
}
