import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { buildFlavours } from "../../scripts/build-flavours.js";
import { bundleCli } from "./cli-bundle.js";

const project = path.resolve(import.meta.dirname, "../..");
const cache = path.join(project, "node_modules/.cache/create-logging");
const bundling = [path.join(import.meta.dirname, "cli-bundle.ts")];

/**
 * The CLI as JavaScript, file by file as it is published, made once per state of the sources: spawning it costs
 * what it costs a user. Returns the path of its cli.js.
 */
export function buildCli(): Promise<string> {
  building ??= makeCli();
  return building;
}

// The sources do not change while a test file runs: they are read once.
let building: Promise<string> | undefined;

async function makeCli(): Promise<string> {
  const sources = listFiles("generators").filter((file) => file.endsWith(".ts"));
  const hash = createHash("sha256");
  for (const file of [...sources, ...listFiles("scripts"), ...bundling, ...listFiles("templates")])
    hash.update(file).update(readFileSync(file));
  const built = path.join(cache, hash.digest("hex").slice(0, 16));
  const cli = path.join(built, "generators/cli.js");
  if (existsSync(cli)) return cli;
  mkdirSync(cache, { recursive: true });
  const staged = mkdtempSync(path.join(cache, "staged-"));
  await build({
    entryPoints: sources,
    outbase: project,
    outdir: staged,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
  copyFileSync(path.join(project, "package.json"), path.join(staged, "package.json"));
  await bundleCli(staged);
  await buildFlavours(path.join(project, "templates/node"), path.join(staged, "templates/node"));
  cpSync(path.join(project, "templates/python"), path.join(staged, "templates/python"), {
    recursive: true,
    filter: (file) => !isCompiled.test(file),
  });
  publish(staged, built);
  return cli;
}

// Test files run side by side: whoever renames first has built it, the others' work is the same.
function publish(staged: string, built: string): void {
  try {
    renameSync(staged, built);
  } catch (error) {
    rmSync(staged, { recursive: true });
    if (!existsSync(built)) throw error;
  }
}

// What Python makes of its modules, wherever they are run.
const isCompiled = /__pycache__|\.pyc$/;

function listFiles(folder: string): string[] {
  const full = path.join(project, folder);
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !isCompiled.test(file))
    .sort();
}
