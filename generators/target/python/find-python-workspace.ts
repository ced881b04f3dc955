import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { findGitRoot, findWorkspaceRoot, isMember } from "../find-workspace-root.js";
import { listUpward } from "../list-upward.js";
import { readTextFile } from "../read-text-file.js";
import { readToml, tableAt, textsOf } from "./read-toml.js";

/** The root of the workspace or the repository that a Python project belongs to; itself when there is none. */
export async function findPythonWorkspace(root: string): Promise<string> {
  for (const dir of listUpward(root)) {
    if (dir !== root && (await isMemberOf(dir, root))) return dir;
    if (existsSync(join(dir, ".git"))) break;
  }
  const workspace = findWorkspaceRoot(root);
  return workspace === root ? (findGitRoot(root) ?? root) : workspace;
}

async function isMemberOf(dir: string, root: string): Promise<boolean> {
  const text = readTextFile(join(dir, "pyproject.toml"));
  if (text === undefined || !text.includes("tool.uv.workspace")) return false;
  const { members, exclude } = tableAt(await readToml(text), "tool", "uv", "workspace");
  const path = relative(dir, root).split(sep).join("/");
  return isMember(path, [...textsOf(members), ...textsOf(exclude).map((each) => `!${each}`)]);
}
