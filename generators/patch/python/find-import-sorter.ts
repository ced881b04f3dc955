import path from "node:path";
import { readTextFile } from "../../target/read-text-file.js";

const files = [
  "pyproject.toml",
  "ruff.toml",
  ".ruff.toml",
  ".isort.cfg",
  "setup.cfg",
  "tox.ini",
  ".pre-commit-config.yaml",
];

/** The tool that sorts a project's imports, isort or ruff with its rule `I`; undefined where none does. */
export function findImportSorter(
  root: string,
  workspaceRoot: string,
): "isort" | "ruff" | undefined {
  for (const folder of new Set([root, workspaceRoot])) {
    for (const file of files) {
      const text = readTextFile(path.join(folder, file));
      if (text === undefined) continue;
      if (/^\s*\[(?:tool\.)?(?:isort|settings)\]|^\s*-?\s*id:\s*isort\b/m.test(text))
        return "isort";
      const selects = /^\s*(?:extend-)?select\s*=\s*\[[^\]]*["'](?:I|I0\d*|ALL)["']/m;
      if (/ruff/.test(file + text) && selects.test(text)) return "ruff";
    }
  }
  return undefined;
}
