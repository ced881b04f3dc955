import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import type { PackageJson } from "./read-package-json.js";
import { tryReadPackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";

// Plugins that do something only where a configuration names them.
const plugins: [pattern: RegExp, name: string][] = [
  [/@trivago\/prettier-plugin-sort-imports/, "@trivago/prettier-plugin-sort-imports"],
  [/@ianvs\/prettier-plugin-sort-imports/, "@ianvs/prettier-plugin-sort-imports"],
  [/prettier-plugin-organize-imports/, "prettier-plugin-organize-imports"],
  [/simple-import-sort/, "eslint-plugin-simple-import-sort"],
  [/perfectionist/, "eslint-plugin-perfectionist"],
  [/\bimport(-x)?\/order\b|airbnb/, "eslint-plugin-import"],
  [/\bsort-imports\b/, "eslint sort-imports"],
];

/** The tool that sorts imports here, found in the configuration of the package or of its workspace. */
export function findImportSorter(
  root: string,
  top: string,
  packageJson: PackageJson,
): string | undefined {
  for (const dir of new Set([root, top])) {
    const found = findIn(dir, dir === root ? packageJson : tryReadPackageJson(dir));
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(dir: string, packageJson: PackageJson | undefined): string | undefined {
  const names = readdirSync(dir);
  const text = [
    ...names
      .filter((name) => /^\.?(eslint|prettier)(rc|\.config)/.test(name))
      .map((name) => readTextFile(join(dir, name)) ?? ""),
    JSON.stringify([packageJson?.raw["eslintConfig"], packageJson?.raw["prettier"]]),
  ].join("\n");
  const plugin = plugins.find(([pattern]) => pattern.test(text));
  if (plugin !== undefined) return plugin[1];
  const biome = names.find((name) => /^\.?biome\.jsonc?$/.test(name));
  return biome !== undefined && sortsImports(readTextFile(join(dir, biome)) ?? "{}")
    ? "biome"
    : undefined;
}

// Biome sorts imports unless told not to: `organizeImports.enabled` in version 1, an assist action since 2.
function sortsImports(text: string): boolean {
  const config = parse(text) as BiomeConfig | undefined;
  const action = config?.assist?.actions?.source?.organizeImports;
  const level = typeof action === "object" ? action?.level : action;
  return (
    config?.organizeImports?.enabled !== false &&
    config?.assist?.enabled !== false &&
    level !== "off"
  );
}

interface BiomeConfig {
  organizeImports?: { enabled?: boolean };
  assist?: {
    enabled?: boolean;
    actions?: { source?: { organizeImports?: string | { level?: string } } };
  };
}
