import path from "node:path";
import type { ts } from "ts-morph";

export type TypeScript = typeof ts;

/** One source file as the patch stage sees it. */
export interface Source {
  ts: TypeScript;
  /** POSIX path relative to the target. */
  file: string;
  tree: ts.SourceFile;
}

export type ParsedSource = Source | { line: number; reason: string };

/** The TypeScript compiler, loaded on the first call: importing it takes some 300 ms. */
export async function loadTypeScript(): Promise<TypeScript> {
  return (await import("ts-morph")).ts;
}

/** Parses a text (without its byte order mark), or says where its syntax is broken. */
export function parseSource(ts: TypeScript, file: string, text: string): ParsedSource {
  const tree = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    scriptKind(ts, path.posix.extname(file)),
  );
  const [first] = (tree as ts.SourceFile & { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
  if (first === undefined) return { ts, file, tree };
  return {
    line: tree.getLineAndCharacterOfPosition(first.start ?? 0).line + 1,
    reason: ts.flattenDiagnosticMessageText(first.messageText, " "),
  };
}

/** The line of a node's first character, counted from 1. */
export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}

/** A text's first line: enough to recognise code that a sentence quotes. */
export function firstLine(text: string): string {
  return text.split(/\r\n?|\n/, 1)[0] ?? "";
}

function scriptKind(ts: TypeScript, extension: string): ts.ScriptKind {
  if (extension === ".tsx") return ts.ScriptKind.TSX;
  if (/^\.[mc]?ts$/.test(extension)) return ts.ScriptKind.TS;
  // JSX is what makes .js a superset of all that bundlers take.
  return ts.ScriptKind.JS;
}
