import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { evaluateLocation, type Location } from "./evaluate-location.js";
import { type PythonEnvCall, readsEnvironmentOnly } from "./find-env-calls.js";
import { textOf } from "./parse-python.js";
import { printExpression, printString } from "./print-expression.js";
import type { PythonProject } from "./python-project.js";
import { readPlainArguments } from "./read-arguments.js";

/** A call as the env file makes it. */
export interface TranslatedCall {
  callee: string;
  arguments: string[];
  conditions: string[];
  /** What has to be imported for it. */
  needs: ("os" | "Path" | "find_dotenv" | "_find")[];
}

/** What stands in the way of making a call in the env file, as it is written. */
export interface Blocked {
  blockedBy: string;
}

/** Writes a call for `env_file.py` in the logging folder, its path from there. */
export function translateEnvCall(
  project: PythonProject,
  call: PythonEnvCall,
): TranslatedCall | Blocked {
  const { module, node, conditions } = call;
  const given = readPlainArguments(module, node);
  if (call.kind === "unsupported" || !given) return { blockedBy: quote(call, node) };
  const { positional, named } = given;
  const isServer = call.library === "uvicorn";
  const file = isServer ? named.get("env_file") : (positional[0] ?? named.get("dotenv_path"));
  if (!conditions || (!isServer && positional.length > 1)) return { blockedBy: quote(call, node) };
  const needs: TranslatedCall["needs"] = conditions.length > 0 ? ["os"] : [];
  const printed: string[] = [];
  if (file && textOf(module, file) !== "None") {
    const written = writeFile(project, call, file, needs);
    if (written === undefined) return { blockedBy: quote(call, file) };
    printed.push(...written);
  } else if (!isServer) {
    const from = path.posix.dirname(module.file);
    printed.push(...writeLocation(project.dir, { anchor: "search", from, name: ".env" }, needs));
  }
  for (const [name, value] of isServer ? [] : named) {
    if (name === "dotenv_path") continue;
    const isLiteral = /^(?:Boolean|None|String|Number)$/.test(value.name);
    if (!isLiteral) return { blockedBy: quote(call, value) };
    printed.push(`${name}=${printExpression(module, value)}`);
  }
  return { callee: "load_dotenv", arguments: printed, conditions, needs };
}

/** The file that a call loads, POSIX and relative to the target; undefined where it lies elsewhere or can't be told. */
export function locateEnvFile(
  project: PythonProject,
  call: PythonEnvCall,
  isFile: (file: string) => boolean,
): string | undefined {
  const given = call.kind === "load" ? readPlainArguments(call.module, call.node) : undefined;
  if (!given) return undefined;
  const { positional, named } = given;
  const file = positional[0] ?? named.get("dotenv_path");
  const node = call.library === "uvicorn" ? named.get("env_file") : file;
  const location: Location | undefined =
    node && textOf(call.module, node) !== "None"
      ? evaluateLocation(project, call.module, node)
      : { anchor: "search", from: path.posix.dirname(call.module.file), name: ".env" };
  if (!location) return undefined;
  const found = location.anchor === "search" ? search(location, isFile) : location.path;
  const relative = path.posix.normalize(found);
  return /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(relative) ? undefined : relative;
}

function search(
  { from, name }: Extract<Location, { anchor: "search" }>,
  isFile: (file: string) => boolean,
): string {
  for (let folder = from ?? "."; ; folder = path.posix.dirname(folder)) {
    const file = path.posix.join(folder, name);
    if (isFile(file) || folder === "." || folder.startsWith("..")) return file;
  }
}

function writeFile(
  project: PythonProject,
  { module }: PythonEnvCall,
  file: SyntaxNode,
  needs: TranslatedCall["needs"],
): string[] | undefined {
  const location = evaluateLocation(project, module, file);
  if (location) return writeLocation(project.dir, location, needs);
  if (!readsEnvironmentOnly(module, file)) return undefined;
  needs.push("os");
  return [printExpression(module, file)];
}

function writeLocation(dir: string, location: Location, needs: TranslatedCall["needs"]): string[] {
  if (location.anchor === "target") return [writePath(dir, location.path, needs)];
  if (location.anchor !== "search") return [printString(location.path)];
  const { from, name } = location;
  // It begins in the folder of the file that calls it: ours lies right below, where no env file is.
  const isNear = from === path.posix.dirname(dir);
  if (isNear && name === ".env") return [];
  if (isNear || from === undefined) {
    needs.push("find_dotenv");
    const file = printString(name);
    if (isNear) return [`find_dotenv(${file})`];
    return [`find_dotenv(${name === ".env" ? "" : `${file}, `}usecwd=True)`];
  }
  needs.push("_find");
  return [`_find(${writePath(dir, from, needs)}, ${printString(name)})`];
}

// Deep enough that no `..` climbs out of it.
const deep = `/${"x/".repeat(40)}`;

function writePath(dir: string, file: string, needs: TranslatedCall["needs"]): string {
  needs.push("Path");
  const parts = path.posix.relative(deep + dir, deep + file).split("/");
  const ups = parts.filter((part) => part === "..").length;
  const rest = parts.slice(ups).join("/");
  const here = `Path(__file__).resolve().${ups === 0 ? "parent" : `parents[${ups}]`}`;
  return rest === "" ? here : `${here} / ${printString(rest)}`;
}

function quote({ module }: PythonEnvCall, node: SyntaxNode): string {
  return `'${textOf(module, node).replace(/\s+/g, " ").slice(0, 60)}'`;
}
