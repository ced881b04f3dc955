import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import type { PackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import { splitCommand } from "./split-command.js";

const bundlers =
  /^(esbuild|tsup|tsup-node|ncc|tsdown|rolldown|rollup|webpack|bun|unbuild|microbundle|swc|parcel|pkgroll|rspack)$/;
const configs =
  /^(tsup|tsdown|webpack|rollup|rolldown|rspack|esbuild|build)(\.[\w-]+)*\.[cm]?[jt]s$/;

/** Source files that bundlers are told to start from, by scripts and configuration, relative to the package. */
export function findBundlerEntries(root: string, packageJson: PackageJson): string[] {
  const named = Object.values(packageJson.scripts)
    .flatMap((script) => splitCommand(script))
    .filter(({ words }) => words.some((word) => bundlers.test(word)))
    .flatMap(({ words }) => words);
  const configured = readdirSync(root)
    .filter((name) => configs.test(name))
    .flatMap((name) => quotedPaths(readTextFile(join(root, name)) ?? ""));
  const inPackage = quotedPaths(JSON.stringify(packageJson.raw["tsup"] ?? {}));
  return [
    ...new Set(
      [...named, ...inPackage, ...configured]
        .map((word) => word.replace(/^--?entry(?:-?points)?[=:]/, "").replace(/^\w+=/, ""))
        .filter((word) => /^[\w./-]+\.[cm]?[jt]s$/.test(word) && !word.includes("node_modules"))
        .map((word) => posix.normalize(word)),
    ),
  ];
}

function quotedPaths(text: string): string[] {
  return [...text.matchAll(/["'`](\.?\/?[\w./-]+\.[cm]?[jt]sx?)["'`]/g)].map(
    (match) => match[1] ?? "",
  );
}
