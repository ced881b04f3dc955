import { accessSync, constants } from "node:fs";
import path from "node:path";
import { listUpward } from "../target/list-upward.js";
import type { PythonTarget } from "../target/python/python-target.js";
import { readTextFile } from "../target/read-text-file.js";
import type { Formatter } from "./format-rendered.js";

/** The project's own ruff or black, from its virtual environment or the PATH; undefined where there is neither. */
export function findPythonFormatter({
  root,
  workspaceRoot,
}: Pick<PythonTarget, "root" | "workspaceRoot">): Formatter | undefined {
  const folders = listUpward(root, workspaceRoot);
  const ruff = findProgram(folders, "ruff");
  const black = findProgram(folders, "black");
  const prefersBlack = folders.some((folder) =>
    /^\[tool\.black\b/m.test(readTextFile(path.join(folder, "pyproject.toml")) ?? ""),
  );
  if (ruff !== undefined && !(prefersBlack && black !== undefined))
    return {
      name: "ruff",
      command: ruff,
      argumentsFor: (file) => ["format", "--quiet", "--stdin-filename", file, "-"],
    };
  if (black === undefined) return undefined;
  return {
    name: "black",
    command: black,
    argumentsFor: (file) => ["--quiet", "--stdin-filename", file, "-"],
  };
}

function findProgram(folders: readonly string[], name: string): string | undefined {
  const own = folders.flatMap((folder) =>
    [".venv", "venv", "env"].flatMap((env) => [
      path.join(folder, env, "bin", name),
      path.join(folder, env, "Scripts", `${name}.exe`),
    ]),
  );
  const active = process.env["VIRTUAL_ENV"];
  const places = [
    ...own,
    ...(active === undefined ? [] : [path.join(active, "bin", name)]),
    ...(process.env["PATH"] ?? "").split(path.delimiter).map((folder) => path.join(folder, name)),
  ];
  return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    return false;
  }
}
