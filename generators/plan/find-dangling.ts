import type { ts } from "ts-morph";
import { loadTypeScript, type TypeScript } from "../patch/parse-source.js";
import { isSource, lineAt, mentions, parseText, type Use, visit } from "./read-code.js";

/** Finds where a changed file still uses a name that only an import of ours had brought in. */
export async function findDangling(
  file: string,
  changed: { before: string; after: string } | undefined,
  isGone: (specifier: string) => boolean,
): Promise<Use[]> {
  if (changed === undefined || !isSource.test(file) || !mentions(changed.before, isGone)) return [];
  if (!wordsOfImports(changed.before, isGone).some((word) => hasWord(changed.after, word)))
    return [];
  const ts = await loadTypeScript();
  const before = parseText(ts, file, changed.before);
  const after = parseText(ts, file, changed.after);
  if (before === undefined || after === undefined) return [];
  const stillBound = listBound(ts, after, isGone);
  const looked = listBound(ts, before, isGone).filter((name) => !stillBound.includes(name));
  if (looked.length === 0) return [];
  const declared = new Set<string>();
  const users: Use[] = [];
  visit(after, (node) => {
    if (!ts.isIdentifier(node) || !looked.includes(node.text)) return;
    if (isDeclared(ts, node)) declared.add(node.text);
    else if (!isMember(ts, node)) users.push({ file, line: lineAt(after, node), uses: node.text });
  });
  return users.filter(({ uses }) => !declared.has(uses));
}

// Without the compiler, which takes a third of a second to load: usually there is nothing to look at.
function wordsOfImports(text: string, isGone: (specifier: string) => boolean): string[] {
  const clauses = text.matchAll(
    /(?:import|const|let|var)\s+([^"'`;]*?)(?:from|=\s*(?:await\s+)?(?:import|require)\s*\()\s*(["'`])([^"'`\n]+)\2/g,
  );
  return [...clauses].flatMap(([, clause = "", , specifier = ""]) =>
    isGone(specifier) ? (clause.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []) : [],
  );
}

function hasWord(text: string, word: string): boolean {
  return !["type", "typeof", "as"].includes(word) && text.includes(word);
}

/** Names that imports and requires of the modules bring into a file. */
function listBound(
  ts: TypeScript,
  tree: ts.SourceFile,
  isGone: (specifier: string) => boolean,
): string[] {
  const names: string[] = [];
  visit(tree, (node) => {
    if (!ts.isStringLiteralLike(node) || !isGone(node.text)) return;
    let holder: ts.Node | undefined = node.parent;
    while (holder && !ts.isStatement(holder)) holder = holder.parent;
    if (holder === undefined) return;
    visit(holder, (inner) => {
      if (ts.isIdentifier(inner) && isDeclared(ts, inner)) names.push(inner.text);
    });
  });
  return names;
}

function isDeclared(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isClassExpression(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isImportEqualsDeclaration(parent)) &&
    parent.name === node
  );
}

// `process.childEnv` and `{ childEnv: 1 }` are other things of the same name.
function isMember(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
      parent.name === node) ||
    ((ts.isMethodSignature(parent) || ts.isPropertySignature(parent)) && parent.name === node)
  );
}
