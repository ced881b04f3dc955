import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const modules = path.resolve(import.meta.dirname, "../../node_modules");

/** The oldest and the newest TypeScript that the emitted files promise to compile with, and two between. */
export const typeScripts = {
  "5.2": "typescript-5.2",
  "5.9": "typescript",
  "6": "typescript-6",
  "7": "typescript-7",
} as const;

export type TypeScriptVersion = keyof typeof typeScripts;

export interface Compilation {
  typescript: TypeScriptVersion;
  nodeTypes: 20 | 24;
  compilerOptions: Record<string, unknown>;
  /** Globs of what is compiled. */
  include: string[];
}

/** Compiles a tree by a tsconfig of our own, in a process of its own; gives the compiler's complaints. */
export async function compile(tree: string, compilation: Compilation): Promise<string[]> {
  const { typescript, nodeTypes, compilerOptions, include } = compilation;
  const typeRoots = path.join(tree, `.types-${nodeTypes}`);
  await mkdir(typeRoots, { recursive: true });
  const package_ = nodeTypes === 20 ? "@types/node" : "types-node-24";
  await symlink(path.join(modules, package_), path.join(typeRoots, "node")).catch(ignoreExisting);
  const name = `tsconfig.${typescript}-${nodeTypes}-${count++}.json`;
  const config = {
    compilerOptions: { noEmit: true, types: ["node"], typeRoots: [typeRoots], ...compilerOptions },
    include,
  };
  await writeFile(path.join(tree, name), JSON.stringify(config));
  const tsc = path.join(modules, typeScripts[typescript], "bin/tsc");
  const run = promisify(execFile)(process.execPath, [tsc, "-p", name, "--pretty", "false"], {
    cwd: tree,
  });
  const output = await run.then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}failed`,
  );
  return output.split("\n").filter((line) => line !== "");
}

let count = 0;

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** Runs tasks two at a time: as many as this project's smallest machine has cores. */
export async function runInPairs<Result>(tasks: (() => Promise<Result>)[]): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = (await tasks[index]?.()) as Result;
    }
  };
  await Promise.all([work(), work()]);
  return results;
}
