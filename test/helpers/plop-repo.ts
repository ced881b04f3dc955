import { spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { readTree, type Tree } from "./apply-tree.js";
import { buildCli } from "./cli-build.js";
import { type CliResult, plainEnv } from "./cli-run.js";
import { makeService } from "./cli-service.js";
import { type PtyOptions, type PtySession, startPtyOf } from "./pty-session.js";

const project = path.resolve(import.meta.dirname, "../..");
const plop = path.join("node_modules", "plop", "bin", "plop.js");

/** A repo's own plopfile that loads the pack, as an ES module. */
export const esmPlopfile =
  'export default async function (plop) {\n  await plop.load("create-logging");\n}\n';

/** Writes a repo where plop and this package are installed. */
export async function makePlopRepo(tree: Tree): Promise<string> {
  const root = makeService(tree);
  await installPack(root);
  return root;
}

/** What `npm install` of plop and create-logging leaves, by links: this state of the sources. */
export async function installPack(root: string): Promise<void> {
  const built = path.dirname(path.dirname(await buildCli()));
  const own = path.join(root, "node_modules/create-logging");
  mkdirSync(own, { recursive: true });
  cpSync(path.join(project, "package.json"), path.join(own, "package.json"));
  symlinkSync(built, path.join(own, "dist"), "dir");
  symlinkSync(path.join(project, "node_modules/plop"), path.join(root, "node_modules/plop"), "dir");
}

/** Everything in such a repo but what is installed. */
export function readRepo(root: string): Tree {
  const all = Object.entries(readTree(root));
  return Object.fromEntries(all.filter(([file]) => !file.startsWith("node_modules/")));
}

/** Runs the real plop without a terminal; `from` is where the person stands, `root` where it is installed. */
export async function runPlop(
  root: string,
  args: string[],
  { from = root, env }: { from?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, plop), ...args], {
      cwd: from,
      env: plopEnv(env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Starts the real plop in a pseudo-terminal. */
export function startPlop(
  root: string,
  args: string[],
  options: Partial<PtyOptions> = {},
): PtySession {
  return startPtyOf([process.execPath, path.join(root, plop), ...args], {
    cwd: root,
    ...options,
    env: plopEnv(options.env),
  });
}

// plop has no spinner, and speaks on standard output, where it thinks that it is tested itself.
function plopEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return plainEnv({ NODE_ENV: "development", ...env });
}
