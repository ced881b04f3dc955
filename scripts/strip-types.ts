import ts from "typescript";
import { applyEdits, type Edit } from "./apply-edits.js";
import { documentSignature } from "./document-signature.js";
import { keepCheckable } from "./keep-checkable.js";

/**
 * Turns a TypeScript template into the JavaScript a person would have written: types go, with
 * whatever stands there for them alone, and signatures of exported functions become JSDoc.
 */
export function stripTypes(text: string, fileName: string): string {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const remove = (start: number, end: number) => edits.push({ start, end, text: "" });

  function visit(node: ts.Node): void {
    if (isTypeOnly(node)) {
      const start = findStartWithComments(node, text);
      remove(text.lastIndexOf("\n", start - 1) + 1, text.indexOf("\n", node.end) + 1 || node.end);
      return;
    }
    if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) throw notErasable(node);
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) removeTypeSpecifiers(node);
    if (ts.isFunctionDeclaration(node)) edits.push(...documentSignature(node, source));
    edits.push(...keepCheckable(node));
    if (ts.canHaveModifiers(node)) removeModifiers(node);
    if (ts.isElementAccessExpression(node)) simplifyKey(node);
    if (ts.isFunctionLike(node)) removeThis(node.parameters);
    removeAnnotations(node);
    ts.forEachChild(node, visit);
  }

  function removeTypeSpecifiers(node: ts.ImportDeclaration | ts.ExportDeclaration): void {
    const named = ts.isImportDeclaration(node)
      ? node.importClause?.namedBindings
      : node.exportClause;
    if (!named || !(ts.isNamedImports(named) || ts.isNamedExports(named))) return;
    for (const [index, element] of named.elements.entries()) {
      if (!element.isTypeOnly) continue;
      const next = named.elements[index + 1];
      const previous = named.elements[index - 1];
      if (next) remove(element.getStart(), next.getStart());
      else remove(previous ? previous.end : element.getStart(), element.end);
    }
  }

  function removeModifiers(node: ts.HasModifiers): void {
    for (const modifier of ts.getModifiers(node) ?? []) {
      if (!typeModifiers.has(modifier.kind)) continue;
      if (ts.isParameter(node)) throw notErasable(node);
      const rest = text.slice(modifier.end);
      remove(modifier.getStart(), text.length - rest.trimStart().length);
    }
  }

  // `env["KEY"]` is what the strictest TypeScript asks for; in JavaScript it is `env.KEY`.
  function simplifyKey(node: ts.ElementAccessExpression): void {
    const key = node.argumentExpression;
    if (!ts.isStringLiteral(key) || !/^[A-Za-z_$][\w$]*$/.test(key.text)) return;
    const start = node.questionDotToken?.end ?? node.expression.end;
    edits.push({ start, end: node.end, text: node.questionDotToken ? key.text : `.${key.text}` });
  }

  function removeThis([first, second]: ts.NodeArray<ts.ParameterDeclaration>): void {
    if (first?.name.getText() !== "this") return;
    remove(first.getStart(), second ? second.getStart() : first.end);
  }

  function removeAnnotations(node: ts.Node): void {
    if (ts.isParameter(node) || ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) {
      const mark = ts.isVariableDeclaration(node)
        ? node.exclamationToken
        : (node.questionToken ?? ("exclamationToken" in node ? node.exclamationToken : undefined));
      const end = node.type?.end ?? mark?.end;
      if (end !== undefined) remove(node.name.end, end);
    } else if (ts.isFunctionLike(node) && node.type) {
      remove(text.lastIndexOf(":", node.type.getStart()), node.type.end);
    } else if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
      remove(node.expression.end, node.end);
    } else if (ts.isNonNullExpression(node)) {
      remove(node.expression.end, node.end);
    } else if (ts.isClassLike(node)) {
      for (const clause of node.heritageClauses ?? []) {
        if (clause.token === ts.SyntaxKind.ImplementsKeyword) remove(clause.pos, clause.end);
      }
    }
    if ("typeParameters" in node) removeList(node.typeParameters as ts.NodeArray<ts.Node>);
    if ("typeArguments" in node) {
      removeList(node.typeArguments as ts.NodeArray<ts.Node>);
    }
  }

  function removeList(list: ts.NodeArray<ts.Node> | undefined): void {
    if (list) remove(list.pos - 1, text.indexOf(">", list.end) + 1);
  }

  function notErasable(node: ts.Node): Error {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return new Error(`${fileName}:${line + 1} is not erasable syntax.`);
  }

  visit(source);
  return removeEmptyTags(applyEdits(text, edits));
}

const typeModifiers = new Set([
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.OverrideKeyword,
  ts.SyntaxKind.AbstractKeyword,
]);

// Statements and members that leave nothing behind in JavaScript.
function isTypeOnly(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    if (!clause || clause.isTypeOnly) return clause !== undefined;
    return !clause.name && named !== undefined && ts.isNamedImports(named) && allTypes(named);
  }
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause;
    return node.isTypeOnly || (named !== undefined && ts.isNamedExports(named) && allTypes(named));
  }
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return !node.body;
  if (ts.isIndexSignatureDeclaration(node) && ts.isClassLike(node.parent)) return true;
  if (ts.isParameter(node)) return false;
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

function allTypes(named: ts.NamedImports | ts.NamedExports): boolean {
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

// A comment belongs to what follows it without a blank line; a tag belongs to nobody.
function findStartWithComments(node: ts.Node, text: string): number {
  let start = node.getStart();
  for (const comment of (ts.getLeadingCommentRanges(text, node.pos) ?? []).reverse()) {
    const isAttached = (text.slice(comment.end, start).match(/\n/g) ?? []).length <= 1;
    if (!isAttached || text.startsWith("// %", comment.pos)) break;
    start = comment.pos;
  }
  return start;
}

// Tags around types alone switch nothing on any more.
function removeEmptyTags(text: string): string {
  const withoutInner = text.replace(/^[ \t]*\/\/ % if .*\{\n\s*\/\/ % \}\n/gm, "");
  return withoutInner === text ? text : removeEmptyTags(withoutInner);
}
