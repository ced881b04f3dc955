import ts from "typescript";
import { applyEdits, type Edit } from "./apply-edits.js";

interface ExportedName {
  /** How `module.exports` names it: `name`, or `name: local`. */
  text: string;
  position: number;
}

/**
 * Turns an ES module into CommonJS as a person writes it: `require` where an import stood, one
 * `module.exports` at the end, tags around the names that stood inside tags.
 */
export function rewriteCommonJs(text: string, fileName: string): string {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const names: ExportedName[] = [];
  for (const node of source.statements) {
    if (ts.isImportDeclaration(node)) edits.push(rewriteImport(node));
    else if (ts.isExportDeclaration(node)) rewriteExportList(node);
    else if (ts.isExportAssignment(node)) throw new Error(`${fileName} has a default export.`);
    else rewriteExportModifier(node);
  }
  const body = applyEdits(text, edits);
  return `"use strict";\n\n${body.trimEnd()}\n${printExports(text, names)}`;

  function rewriteExportList(node: ts.ExportDeclaration): void {
    const list = node.exportClause;
    if (!list || !ts.isNamedExports(list)) throw new Error(`${fileName} exports by '*'.`);
    for (const element of list.elements) {
      const local = element.propertyName?.text;
      const isHere = node.moduleSpecifier === undefined;
      const name = element.name.text;
      const exported = isHere && local && local !== name ? `${name}: ${local}` : name;
      names.push({ text: exported, position: element.getStart() });
    }
    if (!node.moduleSpecifier) edits.push({ start: node.getStart(), end: node.end, text: "" });
    else edits.push(replace(node, `const ${printPattern(list)}`, node.moduleSpecifier));
  }

  function rewriteExportModifier(node: ts.Statement): void {
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
    const modifier = modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!modifier) return;
    edits.push({ start: modifier.getStart(), end: modifier.end + 1, text: "" });
    for (const name of listDeclaredNames(node)) {
      names.push({ text: name, position: modifier.getStart() });
    }
  }
}

function rewriteImport(node: ts.ImportDeclaration): Edit {
  const clause = node.importClause;
  const named = clause?.namedBindings;
  if (!clause) return replace(node, "", node.moduleSpecifier);
  if (clause.name) return replace(node, `const ${clause.name.text}`, node.moduleSpecifier);
  if (named && ts.isNamespaceImport(named)) {
    return replace(node, `const ${named.name.text}`, node.moduleSpecifier);
  }
  return replace(node, `const ${printPattern(named as ts.NamedImports)}`, node.moduleSpecifier);
}

function replace(node: ts.Node, left: string, specifier: ts.Expression): Edit {
  const call = `require(${specifier.getText()});`;
  return {
    start: node.getStart(),
    end: node.end,
    text: left === "" ? call : `${left} = ${call}`,
  };
}

// The list as it stands, tags and line breaks included; `a as b` becomes `a: b`.
function printPattern(list: ts.NamedImports | ts.NamedExports): string {
  const start = list.getStart();
  const edits = list.elements.flatMap(({ propertyName, name }) =>
    propertyName
      ? [{ start: propertyName.end - start, end: name.getStart() - start, text: ": " }]
      : [],
  );
  return applyEdits(list.getText(), edits);
}

function listDeclaredNames(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) {
    if (!(node.declarationList.flags & ts.NodeFlags.Const)) {
      throw new Error(`'export let' does not stay live in CommonJS: ${node.getText()}`);
    }
    return node.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = node as ts.FunctionDeclaration | ts.ClassDeclaration;
  if (!name) throw new Error(`A nameless export: ${node.getText()}`);
  return [name.text];
}

function printExports(text: string, names: ExportedName[]): string {
  if (names.length === 0) return "";
  const tagged = names.map((name) => ({ ...name, tags: listOpenTags(text, name.position) }));
  if (tagged.every(({ tags }) => tags.length === 0)) {
    return `\nmodule.exports = { ${names.map((name) => name.text).join(", ")} };\n`;
  }
  let open: string[] = [];
  const lines: string[] = [];
  for (const { text: name, tags } of [...tagged, { text: "", tags: [] as string[] }]) {
    const shared = open.findIndex((tag, index) => tag !== tags[index]);
    const kept = shared < 0 ? open.length : shared;
    lines.push(...open.slice(kept).map(() => "  // % }"));
    lines.push(...tags.slice(kept).map((tag) => `  ${tag}`));
    if (name) lines.push(`  ${name},`);
    open = tags;
  }
  return `\nmodule.exports = {\n${lines.join("\n")}\n};\n`;
}

function listOpenTags(text: string, position: number): string[] {
  const open: string[] = [];
  for (const [, tag = ""] of text.slice(0, position).matchAll(/^[ \t]*(\/\/ % .*)$/gm)) {
    if (tag.endsWith("{")) open.push(tag);
    else open.pop();
  }
  return open;
}
