import path from "node:path";
import type { ts } from "ts-morph";
import type { Source } from "./parse-source.js";

// They speak of the whole file, or work only above its first statement.
const ofTheFile =
  /copyright|\blicen[cs]e|\bSPDX-|@(?:license|preserve|file|fileoverview|overview|module|packageDocumentation|author|ts-(?:no)?check|jsx\w*|jest-\w+|vitest-\w+|flow|noflow|format|prettier|swc-\w+|babel)\b|^\/\*!|^\/\/\/\s*<|^\W*(?:eslint|jshint|jslint|globals?|exported|tslint|biome-ignore-all|oxlint|deno-lint-ignore-file|istanbul|c8|v8|stylelint)\b|-\*-|\bvim?:/i;
// They speak of the line below them.
const ofTheNextLine =
  /eslint-disable-next-line|oxlint-disable-next-line|tslint:disable-next-line|biome-ignore(?!-all)|@ts-(?:ignore|expect-error)|prettier-ignore|(?:istanbul|c8|v8) ignore (?:next|if|else)|deno-lint-ignore(?!-file)|\bNOSONAR|\bNOLINT/;

/**
 * Where a file's own header ends and what belongs to its first statement begins: the offset of that
 * statement, or of the first comment that goes with it.
 */
export function findHeaderEnd({ ts, tree, file }: Source, first: ts.Statement): number {
  const { text } = tree;
  const isImport = isImportLike(ts, first);
  let end = first.getStart(tree);
  for (const comment of (ts.getLeadingCommentRanges(text, first.pos) ?? []).reverse()) {
    const written = text.slice(comment.pos, comment.end);
    if (hasBlankLine(text.slice(comment.end, end))) break;
    if (!ofTheNextLine.test(written)) {
      if (ofTheFile.test(written) || namesFile(written, file)) break;
      // A block right above an import is the file's title rather than the import's.
      if (isImport && comment.kind === ts.SyntaxKind.MultiLineCommentTrivia) break;
    }
    end = comment.pos;
  }
  return end;
}

/** Whether a statement is an import or nothing but requires. */
export function isImportLike(ts: Source["ts"], statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) ||
    /^(?:(?:const|let|var)\s[^=;]*=\s*)?require\s*\(/.test(statement.getText())
  );
}

function hasBlankLine(between: string): boolean {
  return /\n[^\S\n]*\n/.test(between.replace(/\r\n?/g, "\n"));
}

function namesFile(comment: string, file: string): boolean {
  const words = comment.replace(/[\s*/]+$/, "").replace(/^[\s*/]+/, "");
  return words.split(/[/\\\s]/).includes(path.posix.basename(file));
}
