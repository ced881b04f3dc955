import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseCount, parseSize } from "./limits.js";
import { makeDirectory } from "./log-file.js";
import { activePath } from "./rotation.js";
import { type EnvironmentName, environmentAliases, modes, variables } from "./settings.js";

/** What the environment variables say of this service. */
export interface Service {
  name: string;
  environment: EnvironmentName;
  /** Absolute; undefined in an environment that writes no file. */
  directory: string | undefined;
  maxBytes: number;
  maxFiles: number;
}

/** As much of it as could be read. */
export type Readable = { [Key in keyof Service]: Service[Key] | undefined };

export interface Reading {
  /** Undefined where there are problems. */
  service: Service | undefined;
  readable: Readable;
  /** Each names a variable, what is wrong with it, and what it should be. */
  problems: string[];
}

type Env = Record<string, string | undefined>;

/** Reads every variable, to name all that are at fault and not only the first. */
export function readEnvironment(env: Env, children: readonly string[]): Reading {
  const problems: string[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  attempt(checkRuntime);
  const name = attempt(() => readName(env, variables.name));
  const environment = attempt(() => readEnvironmentName(env));
  const isFileWanted = environment === undefined || modes[environment].file;
  const directory = isFileWanted ? attempt(() => readDirectory(env, name)) : undefined;
  const maxBytes = attempt(() => parseSize(variables.maxSize, env[variables.maxSize]));
  const maxFiles = attempt(() => parseCount(variables.maxFiles, env[variables.maxFiles]));
  problems.push(...findChildProblems(env, children));
  const readable = { name, environment, directory, maxBytes, maxFiles };
  return { service: problems.length === 0 ? (readable as Service) : undefined, readable, problems };
}

/** Elsewhere the last record before death is not certain: other runtimes end in other ways. */
function checkRuntime(): void {
  for (const [runtime, name] of [
    ["bun", "Bun"],
    ["deno", "Deno"],
  ] as const) {
    if (process.versions[runtime] !== undefined)
      throw new Error(`This logging needs Node, not ${name}`);
  }
}

/** A name that can be the stem of a file's name. */
function readName(env: Env, variable: string): string {
  const name = readRequired(env, variable);
  const reason = findNameFault(name);
  if (reason === undefined) return name;
  throw new Error(`${variable} is '${name}', which ${reason}`);
}

function findNameFault(name: string): string | undefined {
  if (/[/\\]/.test(name)) return "holds a path separator: it must be a plain file name";
  if (/[^ -~\u00a0-\uffff]/.test(name)) return "holds a control character";
  if (name === "." || name === "..") return "is a directory's name";
  if (Buffer.byteLength(name) > 200) return "is longer than 200 bytes";
  return undefined;
}

function readEnvironmentName(env: Env): EnvironmentName {
  const valid = Object.keys(modes);
  const value = readRequired(env, variables.environment, ` (one of ${valid.join(", ")})`);
  const name = environmentAliases[value] ?? value;
  if (valid.includes(name)) return name as EnvironmentName;
  throw new Error(`${variables.environment} is '${value}', not one of ${valid.join(", ")}`);
}

function readDirectory(env: Env, name: string | undefined): string {
  const value = readRequired(env, variables.directory, " (needed in testing and production)");
  const directory = resolve(value);
  try {
    makeDirectory(directory);
    if (!statSync(directory).isDirectory()) throw new Error(`'${directory}' is not a directory`);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    if (name !== undefined) checkLogFile(activePath(directory, name));
  } catch (error) {
    throw new Error(
      `${variables.directory} is '${value}', which is not usable: ${(error as Error).message}`,
    );
  }
  return directory;
}

function checkLogFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isFile()) throw new Error(`'${path}' is not a file`);
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    // It may be rotated at this very moment.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Children write to files of their own, so each needs a name that nobody else has. */
function findChildProblems(env: Env, children: readonly string[]): string[] {
  const own = env[variables.name];
  const named = children.map((child) => {
    const variable = `${variables.childPrefix}${child}`;
    return { variable, name: env[variable] };
  });
  // A child that shares this package and its settings has no children of its own.
  if (own?.trim() && named.some(({ name }) => name === own)) return [];
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const { variable } of named) {
    try {
      const name = readName(env, variable);
      const owner = owners.get(name);
      if (owner !== undefined) problems.push(`${variable} is '${name}', as ${owner} is`);
      owners.set(name, variable);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return problems;
}

function readRequired(env: Env, variable: string, hint = ""): string {
  const value = env[variable];
  if (value === undefined) throw new Error(`${variable} is missing${hint}`);
  if (value.trim() === "") throw new Error(`${variable} is blank${hint}`);
  return value;
}
