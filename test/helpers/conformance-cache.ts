import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const cache = path.resolve(import.meta.dirname, "../../node_modules/.cache/create-logging");

/** Installs one npm package in a folder of its own, once, and gives its `node_modules`. */
export async function installCached(name: string, major: number): Promise<string> {
  const folder = path.join(cache, `${name}-${major}`);
  if (!existsSync(path.join(folder, "node_modules", name, "package.json"))) {
    const staged = `${folder}.${process.pid}`;
    mkdirSync(staged, { recursive: true });
    writeFileSync(path.join(staged, "package.json"), '{ "private": true }\n');
    const spec = `${name}@${major}`;
    await promisify(execFile)("npm", ["i", "--no-audit", "--no-fund", "--prefix", staged, spec], {
      cwd: staged,
      shell: process.platform === "win32",
    });
    try {
      renameSync(staged, folder);
    } catch {
      rmSync(staged, { recursive: true, force: true }); // another test file was faster
    }
  }
  return path.join(folder, "node_modules");
}

/** The binary of another Node, by its major version. */
export async function installNode(major: number): Promise<string> {
  return path.join(await installCached("node", major), "node/bin/node");
}
