import path from "node:path";
import { build } from "esbuild";
import { makeDirectory } from "./apply-directory.js";

/** A helper as one plain JavaScript file: a child process then starts in the time of bare node. */
export async function bundleHelper(name: string): Promise<string> {
  const outfile = path.join(makeDirectory(), name.replace(/\.ts$/, ".mjs"));
  await build({
    entryPoints: [path.join(import.meta.dirname, name)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
  return outfile;
}
