import path from "node:path";
import { build } from "esbuild";

/**
 * Adds the same CLI as one CommonJS script to a built package: what `cli-warm.ts` runs again and again, each time
 * from its first line. It lies as deep as the modules that look for the package's own files.
 */
export async function bundleCli(built: string): Promise<void> {
  const cli = path.join(built, "generators/cli.js");
  await build({
    entryPoints: [cli],
    outfile: bundleOf(cli),
    allowOverwrite: true,
    bundle: true,
    external: ["ts-morph", "@inquirer/prompts", "eta/core", "diff", "jsonc-parser", "node-diff3"],
    format: "cjs",
    platform: "node",
    target: "node20",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "silent",
  });
}

/** Where the script is, from the path of its cli.js. */
export function bundleOf(cli: string): string {
  return path.join(path.dirname(cli), "bundled/cli.cjs");
}
