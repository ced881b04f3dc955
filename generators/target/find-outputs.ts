import { join } from "node:path";
import type { PackageJson } from "./read-package-json.js";
import { readTextFile } from "./read-text-file.js";
import type { OutputDir } from "./read-tsconfig.js";

// Nobody keeps sources in these; `build`, `lib` and `out` are another matter.
const alwaysBuilt = ["dist", "out-tsc", ".next", ".nuxt", ".output", ".nest", ".build"];
const sometimesBuilt = ["build", "lib", "out", "output", "compiled", "bundle", "js"];

/** Folders of the package that hold built output: those the tools are told to write, and those by custom. */
export function findOutputs(
  root: string,
  packageJson: PackageJson,
  tsOutputs: OutputDir[],
): OutputDir[] {
  const ignored = readIgnored(root);
  const outputs = [
    ...tsOutputs,
    ...Object.values(packageJson.scripts).flatMap(readScript),
    ...sometimesBuilt.filter((dir) => ignored.has(dir)).map((outDir) => ({ outDir })),
    ...alwaysBuilt.map((outDir) => ({ outDir })),
  ];
  return outputs.filter(
    ({ outDir }) => outDir !== "" && outDir !== "." && outDir !== "src" && !outDir.startsWith("/"),
  );
}

/** The output folder that a file lies in, the innermost first; undefined for a source. */
export function findOutputOf(path: string, outputs: OutputDir[]): OutputDir[] {
  return outputs
    .filter(({ outDir }) => path === outDir || path.startsWith(`${outDir}/`))
    .sort((a, b) => b.outDir.length - a.outDir.length);
}

function readIgnored(root: string): Set<string> {
  const lines = (readTextFile(join(root, ".gitignore")) ?? "").split(/\r?\n/);
  return new Set(
    lines.map((line) =>
      line
        .trim()
        .replace(/^(\*\*)?\//, "")
        .replace(/\/?\*{0,2}$/, ""),
    ),
  );
}

// babel src --out-dir lib, swc src -d build, tsc --outDir out, esbuild --outdir=build
function readScript(script: string): OutputDir[] {
  const isCompiler = /\b(babel|swc|tsc|esbuild|tsup|ncc|sucrase|rollup|tsdown|bun build)\b/;
  return script
    .split(/&&|;|\|\|?/)
    .filter((part) => isCompiler.test(part))
    .flatMap((part) => [
      ...part.matchAll(/\s(?:-d|-o|--out-?dir|--dist-?dir)[ =]+["']?([\w./-]+)/gi),
      ...part.matchAll(/\s--outfile[ =]+["']?([\w./-]+)\/[\w.-]+/g),
    ])
    .map((match) => ({ outDir: (match[1] ?? "").replace(/^\.\//, "").replace(/\/$/, "") }))
    .filter(({ outDir }) => !/\.[cm]?js$/.test(outDir) && !outDir.startsWith(".."));
}
