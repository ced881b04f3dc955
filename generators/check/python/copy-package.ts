import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadPythonParser } from "../../patch/python/parse-python.js";
import { openProject, readModules } from "../../patch/python/python-project.js";
import { listFiles } from "../../target/list-files.js";
import type { PythonTarget } from "../../target/python/python-target.js";
import type { LoggingPackage } from "./find-package.js";

// A logging folder that pulls in more of the service than this is not what is being looked at.
const maxFiles = 200;

/**
 * Copies the logging folder as it is, and what its files import of the project, to `root`. The packages that it lies
 * in are empty there: what theirs do is the service's own business.
 */
export async function copyPackage(
  target: PythonTarget,
  dir: string,
  { searchPath }: LoggingPackage,
  root: string,
): Promise<void> {
  cpSync(path.join(target.root, dir), path.join(root, dir), {
    recursive: true,
    dereference: true,
    filter: (file) => path.basename(file) !== "__pycache__",
  });
  for (const file of listOuter(target.root, dir)) write(path.join(root, file));
  for (const file of await findImported(target.root, dir, searchPath)) {
    if (existsSync(path.join(root, file))) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    cpSync(path.join(target.root, file), path.join(root, file));
  }
}

function listOuter(root: string, dir: string): string[] {
  const folders = dir.split("/").slice(0, -1);
  return folders
    .map((_, index) => path.posix.join(...folders.slice(0, index + 1), "__init__.py"))
    .filter((file) => existsSync(path.join(root, file)));
}

function write(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
}

/** The project's own files that those of a folder import, and what these import; POSIX paths. */
async function findImported(root: string, dir: string, searchPath: string): Promise<string[]> {
  const read = readModules(await loadPythonParser(), root);
  const project = openProject(read, root, dir, [searchPath]);
  const own = listFiles(path.join(root, dir), () => false)
    .files.filter((file) => file.endsWith(".py"))
    .map((file) => `${dir}/${file}`);
  const found = new Set(own);
  for (const file of found) {
    if (found.size > maxFiles) break;
    for (const imported of project.read(file)?.imports ?? [])
      for (const each of project.resolve(file, imported)) found.add(each);
  }
  return [...found].slice(own.length);
}
