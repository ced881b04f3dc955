import type { DependencyFile } from "../../target/python/python-target.js";

/** What becomes of a file that keeps a project's dependencies. */
export type DependencyEdit =
  | { kind: "added"; text: string }
  /** It asks for it already. */
  | { kind: "there" }
  /** The end of a sentence that begins with the file and, from 1, the line. */
  | { kind: "left"; reason: string; line?: number }
  /** It takes them from another file; `compile` is the command that makes this one of that. */
  | { kind: "elsewhere"; file: DependencyFile; compile?: string };

/** Another file of the project, by its path relative to the target; undefined where there is none. */
export type ReadFile = (file: string) => string | undefined;

/** A place in a text where something is put in. */
export function insertAt(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

/** The end of the line that an offset is in, ahead of its line ending. */
export function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline === -1) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The white space that a line begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
