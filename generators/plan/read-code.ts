import type { ts } from "ts-morph";
import { parseSource, type TypeScript } from "../patch/parse-source.js";

/** A place that would break without the files that are removed. */
export interface User {
  /** POSIX path relative to the target. */
  file: string;
  /** In the file as it will be, from 1. */
  line: number;
  /** The same line in the file as it is. */
  lineNow: number;
  /** What it uses: a specifier, or a name whose import goes. */
  uses: string;
}

/** The same where the file as it is was not looked at. */
export type Use = Omit<User, "lineNow">;

/** Whether a file of this name holds code. */
export const isSource = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Whether a quoted word of a text means a module that goes. */
export function mentions(text: string, isGone: (specifier: string) => boolean): boolean {
  const quoted = text.matchAll(/(["'`])([^"'`\n]{1,400})\1/g);
  return [...quoted].some(([, , specifier = ""]) => isGone(specifier));
}

/** The syntax of a text; undefined where it is broken. */
export function parseText(ts: TypeScript, file: string, text: string): ts.SourceFile | undefined {
  const source = parseSource(ts, file, text.replace(/^\uFEFF/, ""));
  return "tree" in source ? source.tree : undefined;
}

/** Looks at a node and everything in it. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

/** The line that a node begins at, from 1. */
export function lineAt(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
