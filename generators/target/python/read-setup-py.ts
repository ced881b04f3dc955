import { isRecord } from "../../is-record.js";
import { parsePython } from "../../patch/python/parse-python.js";
import { readArguments } from "../../patch/python/read-arguments.js";
import { readTextFile } from "../read-text-file.js";
import { findCalls, readLiteral } from "./read-literal.js";

/** Whether this is a setup.py that builds a package, and no module of that name. */
export function isSetupScript(path: string): boolean {
  return /\b(setuptools|distutils)\b/.test(readTextFile(path) ?? "");
}

/** What setup.py says in literals: `name`, `entry_points`, `install_requires`, `package_dir`… */
export async function readSetupPy(text: string | undefined): Promise<Record<string, unknown>> {
  const source = text === undefined ? undefined : await parsePython(text);
  if (source === undefined || "reason" in source) return {};
  const call = findCalls(source, /^(setuptools\.)?setup$/)[0];
  if (call === undefined) return {};
  const { named } = readArguments(source, call);
  return Object.fromEntries([...named].map(([name, node]) => [name, readLiteral(source, node)]));
}

/** The console scripts of `entry_points`, a dictionary or an ini text: name and function. */
export function readEntryPoints(value: unknown): [string, string][] {
  if (typeof value === "string") {
    const section = /\[console_scripts\]([^[]*)/.exec(value)?.[1] ?? "";
    return pairsOf(section.split("\n"));
  }
  if (!isRecord(value)) return [];
  return ["console_scripts", "gui_scripts"].flatMap((group) => {
    const list = value[group];
    return pairsOf(typeof list === "string" ? list.split("\n") : Array.isArray(list) ? list : []);
  });
}

/** `name = module:function` of each line. */
export function pairsOf(lines: unknown[]): [string, string][] {
  return lines.flatMap((line): [string, string][] => {
    const [, name, reference] = /^\s*([\w.-]+)\s*=\s*([\w.:]+)/.exec(String(line)) ?? [];
    return name === undefined || reference === undefined ? [] : [[name, reference]];
  });
}
