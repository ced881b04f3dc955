import { readFileSync } from "node:fs";
import path from "node:path";
import type { Answers } from "../../../answers/answers.js";
import type { Target } from "../../../target/target.js";
import type { TypeScript } from "../../parse-source.js";
import { type DecodedText, decodeText } from "../../read-bytes.js";
import { resolveModule } from "../../resolve-module.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { parseQuickly } from "./read-names.js";

/** A package's own sources, read when they are asked for. */
export interface PackageSources {
  ts: TypeScript;
  target: Target;
  answers: Answers;
  files: readonly string[];
  /** Without its byte order mark; empty for a file that can't be read as text. */
  textOf(file: string): string;
  /** The file's bytes, and how its text becomes bytes again. */
  bytesOf(file: string): { bytes: Uint8Array; decoded: DecodedText } | undefined;
  /** The file as something imports it, or why it can't be parsed. */
  open(file: string): SpawnContext | { line: number; reason: string };
  /** The source file that a specifier means in a file. */
  resolve(from: string, specifier: string): string | undefined;
  /** Puts a patched text in the place of a file's own. */
  replace(file: string, text: string): void;
  /** The files that import another one, by whatever specifier. */
  importersOf(file: string): string[];
}

// Trees are large: a package of thousands of files must not be held at once.
const maxOpen = 40;
const specifiers = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'`]([^"'`\n]+)["'`]/g;

/** Opens a package's sources; the logging folder's own files are no part of them. */
export function openPackage(
  ts: TypeScript,
  target: Target,
  answers: Answers,
  given: readonly string[],
): PackageSources {
  const files = given.filter((file) => !file.startsWith(`${answers.dir}/`));
  const texts = new Map<string, string>();
  const open = new Map<string, ReturnType<PackageSources["open"]>>();
  const imports = new Map<string, string[]>();
  const bytesOf: PackageSources["bytesOf"] = (file) => {
    const bytes = readBytes(path.join(target.root, file));
    const decoded = bytes && decodeText(bytes);
    return bytes && decoded && { bytes, decoded };
  };
  const textOf = (file: string): string => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = bytesOf(file)?.decoded.text.replace(/^\uFEFF/, "") ?? "";
    texts.set(file, text);
    return text;
  };
  const importsOf = (file: string): string[] => {
    const known = imports.get(file);
    if (known) return known;
    const found = [...textOf(file).matchAll(specifiers)].map(([, specifier = ""]) => specifier);
    imports.set(file, found);
    return found;
  };
  const resolve: PackageSources["resolve"] = (from, specifier) =>
    resolveModule(target.root, from, specifier, target.aliases);
  return {
    ts,
    target,
    answers,
    files,
    textOf,
    bytesOf,
    resolve,
    replace(file, text) {
      texts.set(file, text);
      imports.delete(file);
      open.delete(file);
    },
    open(file) {
      const known = open.get(file);
      open.delete(file);
      const context = known ?? parseQuickly(ts, file, textOf(file));
      open.set(file, context);
      const [oldest] = open.keys();
      if (open.size > maxOpen && oldest !== undefined) open.delete(oldest);
      return context;
    },
    importersOf(file) {
      const mayMean = nameTest(file, target.aliases);
      return files.filter((other) =>
        importsOf(other).some((each) => mayMean(each) && resolve(other, each) === file),
      );
    },
  };
}

// Looking for files is slow: only specifiers that end like the file, or that stand for anything.
function nameTest(file: string, aliases: Target["aliases"]): (specifier: string) => boolean {
  const { name, dir } = path.posix.parse(file);
  const stem = name === "index" ? path.posix.basename(dir) : name;
  return (specifier) => {
    const last = path.posix.basename(specifier).replace(/\.[mc]?[jt]sx?$/, "");
    if (last === stem || last === name || /^\.{0,2}$/.test(last)) return true;
    return aliases !== undefined && Object.hasOwn(aliases, specifier);
  };
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return undefined;
  }
}
