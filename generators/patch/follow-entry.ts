import path from "node:path";
import type { ts } from "ts-morph";
import { readTextFile } from "../target/read-text-file.js";
import type { Target } from "../target/target.js";
import { isEnvPackage } from "./env-loaders.js";
import { findInsertion, loadedBy, withoutDirectives } from "./find-insertion.js";
import { parseSource, type TypeScript } from "./parse-source.js";
import { type FileContext, readContext } from "./read-context.js";
import { hasModuleSyntax } from "./read-file-style.js";
import { findModule, resolveModule } from "./resolve-module.js";

/** The source file that gets the imports; `via` is the entrypoint that only hands over to it. */
export interface FollowedEntry {
  file: string;
  via?: string;
}

/**
 * Follows an entrypoint that does nothing but load one other file: when that file starts with what
 * must be first, or when the entrypoint is JavaScript in front of compiled TypeScript.
 */
export function followEntry(ts: TypeScript, target: Target, entry: string): FollowedEntry {
  const context = read(ts, target.root, entry);
  const specifier = context && readOnlyChild(context);
  if (!specifier) return { file: entry };
  const isBeside = target.language === "typescript" && /\.[mc]?jsx?$/.test(entry);
  const built = isBeside ? findBuiltSource(target, entry, specifier) : undefined;
  const child = built ?? resolveModule(target.root, entry, specifier, target.aliases);
  if (!child || child === entry) return { file: entry };
  if (isBeside && /\.[mc]?tsx?$/.test(child)) return { file: child, via: entry };
  const childContext = read(ts, target.root, child);
  const isFirst = childContext && startsWithMustBeFirst(childContext);
  return isFirst && !isBuilt(target, child) ? { file: child, via: entry } : { file: entry };
}

/** Whether a file lies in the compiler's output. */
export function isBuilt({ tsconfig }: Target, file: string): boolean {
  const outDir = tsconfig?.outDir;
  return outDir !== undefined && outDir !== "" && outDir !== "." && file.startsWith(`${outDir}/`);
}

function read(ts: TypeScript, root: string, file: string): FileContext | undefined {
  const text = readTextFile(path.join(root, file));
  const source = text === undefined ? undefined : parseSource(ts, file, text);
  return source && "tree" in source ? readContext(source) : undefined;
}

// `import "./x"`, `export * from "./x"`, `module.exports = require("./x")`, `require("./x").run()`.
function readOnlyChild(context: FileContext): string | undefined {
  const [statement, ...others] = withoutDirectives(context);
  if (!statement || others.length > 0) return undefined;
  const [specifier, ...more] = loadedBy(context, statement);
  return more.length === 0 && specifier && isHandOver(context.ts, statement)
    ? specifier
    : undefined;
}

function isHandOver(ts: TypeScript, statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExpressionStatement(statement)
  );
}

function findBuiltSource(target: Target, entry: string, specifier: string): string | undefined {
  const base = path.posix.join(path.posix.dirname(entry), specifier);
  if (!isBuilt(target, `${base}/`)) return undefined;
  const { outDir = "", rootDir = target.sourceRoot } = target.tsconfig ?? {};
  const inside = path.posix.relative(outDir, base);
  return (
    findModule(target.root, path.posix.join(rootDir, inside)) ?? findModule(target.root, inside)
  );
}

function startsWithMustBeFirst(context: FileContext): boolean {
  const form = hasModuleSyntax(context) ? "import" : "require";
  return findInsertion(context, form, []).ahead.some((specifier) => !isEnvPackage(specifier));
}
