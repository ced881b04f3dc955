import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { RefusedError } from "../errors.js";
import { listUpward } from "../target/list-upward.js";
import type { Project } from "../target/project.js";
import { findPythonFormatter } from "./find-python-formatter.js";
import type { RenderedFile } from "./render.js";

/** A program that formats standard input. */
export interface Formatter {
  name: string;
  command: string;
  /** Arguments that format standard input as if it were this file. */
  argumentsFor(file: string): string[];
}

// A formatter is a process of its own for each file: as many as run side by side without harm.
const maxAtOnce = 4;

/** The files as the target's own prettier, biome, ruff or black leaves them. Throws a RefusedError where there is none. */
export async function formatRendered(
  target: Pick<Project, "root" | "workspaceRoot" | "language">,
  files: readonly RenderedFile[],
): Promise<RenderedFile[]> {
  const formatter =
    target.language === "python" ? requirePythonFormatter(target) : findFormatter(target);
  const formatted = [...files];
  const waiting = [...files.keys()].filter((index) => !files[index]?.path.endsWith(".md"));
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const file = files[index] as RenderedFile;
      formatted[index] = { ...file, text: await format(formatter, target.root, file) };
    }
  };
  await Promise.all(Array.from({ length: maxAtOnce }, work));
  return formatted;
}

function requirePythonFormatter(target: Pick<Project, "root" | "workspaceRoot">): Formatter {
  const found = findPythonFormatter(target);
  if (found !== undefined) return found;
  throw new RefusedError(
    "--format needs the project's own ruff or black, and neither its virtual environment nor the PATH has one. Install it, or run without --format.",
  );
}

function findFormatter({
  root,
  workspaceRoot,
}: Pick<Project, "root" | "workspaceRoot">): Formatter {
  const folders = listUpward(root, workspaceRoot);
  const hasBiomeConfig = folders.some((folder) =>
    ["biome.json", "biome.jsonc"].some((name) => existsSync(path.join(folder, name))),
  );
  const biome = findScript(folders, "@biomejs/biome", "biome");
  const prettier = findScript(folders, "prettier", "prettier");
  if (biome !== undefined && (hasBiomeConfig || prettier === undefined)) {
    const argumentsFor = (file: string) => [biome, "format", `--stdin-file-path=${file}`];
    return { name: "biome", command: process.execPath, argumentsFor };
  }
  if (prettier !== undefined) {
    const argumentsFor = (file: string) => [prettier, "--stdin-filepath", file];
    return { name: "prettier", command: process.execPath, argumentsFor };
  }
  throw new RefusedError(
    "--format needs the package's own prettier or biome, and node_modules has neither. Install it, or run without --format.",
  );
}

function findScript(folders: string[], name: string, command: string): string | undefined {
  for (const folder of folders) {
    const home = path.join(folder, "node_modules", name);
    try {
      const { bin } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
      const script: unknown = typeof bin === "string" ? bin : bin?.[command];
      if (typeof script === "string") return path.join(home, script);
    } catch {
      // Not in this folder: the next one up may have it.
    }
  }
  return undefined;
}

function format(formatter: Formatter, root: string, file: RenderedFile): Promise<string> {
  const args = formatter.argumentsFor(path.join(root, file.path));
  return new Promise((resolve, reject) => {
    const child = execFile(formatter.command, args, { cwd: root }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const reason = stderr.trim().split("\n")[0] || error.message;
      const text = `'${formatter.name}' can't format '${file.path}': ${reason}. Mend its configuration, or run without --format.`;
      reject(new RefusedError(text, { cause: error }));
    });
    child.stdin?.on("error", () => {}); // it ended without reading: its exit code says why
    child.stdin?.end(file.text);
  });
}
