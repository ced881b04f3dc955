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

/**
 * The tool that sorts a project's imports, isort or ruff; undefined where none does. Newer versions of ruff
 * sort by default, older ones where its rule `I` is selected.
 */
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
      if (usesRuff(file, text)) return "ruff";
    }
  }
  return undefined;
}

function usesRuff(file: string, text: string): boolean {
  const isConfigured =
    file.endsWith("ruff.toml") || /^\s*\[tool\.ruff\b|\bid:\s*ruff\b/m.test(text);
  if (!isConfigured) return false;
  const selected = /^\s*select\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1];
  const extended = /^\s*extend-select\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
  return selected === undefined || /["'](?:I|I0\d*|ALL)["']/.test(selected + extended);
}
