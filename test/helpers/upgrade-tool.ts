import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { buildCli } from "./cli-build.js";
import { bundleCli } from "./cli-bundle.js";
import { type CliResult, runCli } from "./cli-run.js";
import { cacheFolder, once } from "./conformance-once.js";
import {
  prepareTemplates,
  readVersionFile,
  type Version,
  versionFolder,
} from "./upgrade-versions.js";

/**
 * The package of a release: today's commands with its templates, what it made of a format, its standard and
 * its number. Gives the path of its cli.js.
 */
export function buildTool(version: Version): Promise<string> {
  const tool = tools.get(version) ?? makeTool(version);
  tools.set(version, tool);
  return tool;
}

const tools = new Map<Version, Promise<string>>();

async function makeTool(version: Version): Promise<string> {
  const today = path.resolve(path.dirname(await buildCli()), "..");
  const inputs = cacheFolder([versionFolder(version), import.meta.filename]);
  // Beside today's, where its dependencies are found.
  const name = `${path.basename(today)}-${version}-${path.basename(inputs)}`;
  const folder = await once(path.join(path.dirname(today), name), async (staged) => {
    cpSync(today, staged, { recursive: true });
    const templates = path.join(staged, "templates/node");
    rmSync(templates, { recursive: true });
    cpSync(await prepareTemplates(version), templates, { recursive: true });
    await buildOwnGenerators(version, staged);
    const manifest = JSON.parse(readFileSync(path.join(staged, "package.json"), "utf8"));
    writeFileSync(path.join(staged, "package.json"), JSON.stringify({ ...manifest, version }));
    appendFileSync(path.join(staged, "generators/standard.js"), overrideStandard(version));
    await bundleCli(staged);
  });
  return path.join(folder, "generators/cli.js");
}

// What the generators of that release filled into its templates, where today's would not fit.
async function buildOwnGenerators(version: Version, staged: string): Promise<void> {
  const generators = path.join(versionFolder(version), "generators");
  await build({
    entryPoints: [path.join(generators, "**/*.ts")],
    outbase: generators,
    outdir: path.join(staged, "generators"),
    allowOverwrite: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
}

/** Runs the CLI of a release. */
export async function runTool(
  version: Version,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CliResult> {
  return runCli(args, { ...options, cli: await buildTool(version) });
}

function overrideStandard(version: Version): string {
  const { standard = {}, features } = readVersionFile(version);
  const lines = Object.entries(standard).map(
    ([part, values]) => `Object.assign(standard.${part}, ${JSON.stringify(values)});`,
  );
  if (features !== undefined)
    lines.push(
      "for (const name of Object.keys(features)) delete features[name];",
      `Object.assign(features, ${JSON.stringify(features)});`,
    );
  return `\n${lines.join("\n")}\n`;
}
