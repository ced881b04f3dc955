import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "jsonc-parser";
import { locate } from "./locate-path.js";
import { readTextFile } from "./read-text-file.js";
import { packageDir, type Tracer } from "./trace-command.js";

/** What we read of nest-cli.json, nx.json and project.json. */
interface AppConfig {
  root?: unknown;
  sourceRoot?: unknown;
  entryFile?: unknown;
  name?: unknown;
  defaultProject?: unknown;
  projects?: Record<string, AppConfig>;
  targets?: Record<string, { options?: { main?: unknown; buildTarget?: unknown } } | undefined>;
}

/** The main file of an app that Nest's or Nx's own command starts, relative to the package. */
export function findAppMain(
  tool: "nest" | "nx",
  app: string | undefined,
  tracer: Tracer,
  entryFile?: string,
): string {
  const dir = packageDir(tracer) ?? tracer.cwd;
  return tool === "nest" ? findNestMain(app, dir, entryFile) : findNxMain(app, dir, tracer);
}

function findNestMain(app: string | undefined, dir: string, entryFile?: string): string {
  const config = readConfig(join(dir, "nest-cli.json")) ?? readConfig(join(dir, ".nest-cli.json"));
  // Nest builds on its own from `sourceRoot` and `entryFile`; a monorepo keeps them per project.
  const project = app === undefined ? config : (config?.projects?.[app] ?? config);
  const sourceRoot = text(project?.sourceRoot) ?? text(config?.sourceRoot) ?? "src";
  return join(
    sourceRoot,
    entryFile ?? text(project?.entryFile) ?? text(config?.entryFile) ?? "main",
  );
}

function findNxMain(app: string | undefined, dir: string, tracer: Tracer): string {
  const only = app ?? readDefaultApp(dir);
  if (app === undefined && only !== undefined) return findNxMain(only, dir, tracer);
  const places = app === undefined ? ["."] : [`apps/${app}`, `packages/${app}`, app, "."];
  for (const place of places) {
    const file = locate(join(place, "project.json"), dir, tracer.place, "file");
    const project = file === undefined ? undefined : readConfig(file);
    const main = text(project?.targets?.["build"]?.options?.main);
    if (file === undefined || (place === "." && app !== undefined && text(project?.name) !== app))
      continue;
    // `main` is written from the workspace root, or with a placeholder for it.
    if (main !== undefined)
      return main
        .replace(/^\{workspaceRoot\}\//, "")
        .replace(/^\{projectRoot\}/, relative(dir, dirname(file)));
    return join(relative(dir, dirname(file)), "src/main");
  }
  return app === undefined ? "src/main" : `apps/${app}/src/main`;
}

// `nx serve` alone means the default project, or the only one there is.
function readDefaultApp(dir: string): string | undefined {
  const named = text(readConfig(join(dir, "nx.json"))?.defaultProject);
  if (named !== undefined) return named;
  const apps = listDirectories(join(dir, "apps")).filter((name) => !name.endsWith("-e2e"));
  return apps.length === 1 ? apps[0] : undefined;
}

function listDirectories(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function readConfig(file: string): AppConfig | undefined {
  const content = readTextFile(file);
  return content === undefined ? undefined : (parse(content) as AppConfig | undefined);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
