import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import type ts from "typescript";

const modules = path.resolve(import.meta.dirname, "../../node_modules");
const require = createRequire(import.meta.url);

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

/** Compiles a tree by a tsconfig of our own; gives the compiler's complaints, as `tsc` prints them. */
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
  const output =
    typescript === "7" ? await runNative(tree, name) : check(typescript, tree, name, config);
  return output.split("\n").filter((line) => line !== "");
}

/** Compiles a tree by its own tsconfig, with today's TypeScript; what the compiler said. */
export function compileAsItIs(tree: string): string {
  const compiler: typeof ts = require(typeScripts["5.9"]);
  const name = "tsconfig.json";
  const { config, error } = compiler.readConfigFile(path.join(tree, name), compiler.sys.readFile);
  if (error !== undefined) throw new Error(String(error.messageText));
  config.compilerOptions = { ...config.compilerOptions, noEmit: true };
  return check("5.9", tree, name, config);
}

let count = 0;

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** TypeScript 7 is a program of its own, and quick. */
async function runNative(tree: string, config: string): Promise<string> {
  const tsc = path.join(modules, typeScripts["7"], "bin/tsc");
  const args = [tsc, "-p", config, "--pretty", "false"];
  return promisify(execFile)(process.execPath, args, { cwd: tree }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}failed`,
  );
}

// The others are libraries: starting `tsc` and reading the types of Node anew would cost two thirds of the time.
function check(version: TypeScriptVersion, tree: string, name: string, config: object): string {
  const compiler: typeof ts = require(typeScripts[version]);
  const file = path.join(tree, name);
  const parsed = compiler.parseJsonConfigFileContent(config, compiler.sys, tree, undefined, file);
  const host = compiler.createCompilerHost(parsed.options);
  const read = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => tree;
  host.getSourceFile = (file, options, ...rest) => {
    if (!isLibrary(file)) return read(file, options, ...rest);
    const key = JSON.stringify([version, file, options]);
    const found = libraries.get(key) ?? read(file, options, ...rest);
    if (found !== undefined) libraries.set(key, found);
    return found;
  };
  const program = compiler.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
    host,
  });
  return compiler.formatDiagnostics(compiler.getPreEmitDiagnostics(program), host);
}

// A declaration file is the same in every program of one compiler, bound or not.
const libraries = new Map<string, ts.SourceFile>();

function isLibrary(file: string): boolean {
  return file.includes("/node_modules/") && /\.d\.[cm]?ts$/.test(file);
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
