import type { ts } from "ts-morph";
import { parseSource, type TypeScript } from "../../parse-source.js";
import { readContext } from "../../read-context.js";
import { parseSpawnContext, type SpawnContext } from "../../spawn/read-spawn-context.js";

interface Name {
  declared: ts.Identifier[];
  mentioned: ts.Identifier[];
}

/**
 * A file whose names are looked up as they are spelled where that is enough: the compiler's binder takes
 * ten times as long, and most files of a package only import the logger. It is asked where one name
 * is declared twice, or not at the top.
 */
export function parseQuickly(
  ts: TypeScript,
  file: string,
  text: string,
): SpawnContext | { line: number; reason: string } {
  const source = parseSource(ts, file, text);
  if ("reason" in source) return source;
  let names: Map<string, Name> | undefined;
  let context: ReturnType<typeof readContext> | undefined;
  let bound: SpawnContext | undefined;
  const nameOf = (text: string): Name | undefined => {
    names ??= readNames(ts, source.tree);
    return names.get(text);
  };
  const known = (text: string): ts.Declaration | undefined => {
    const [only, other] = nameOf(text)?.declared ?? [];
    return only && !other ? topDeclaration(ts, only) : undefined;
  };
  const bind = (): SpawnContext => {
    if (bound) return bound;
    const parsed = parseSpawnContext(ts, file, text);
    if ("reason" in parsed) throw new Error(`'${file}' parsed only once`);
    bound = parsed;
    return bound;
  };
  // The binder's tree is another one of the same text.
  const inBound = <Node extends ts.Node>(node: Node): Node => twin(ts, bind().tree, node) as Node;
  const back = <Node extends ts.Node>(node: Node): Node => twin(ts, source.tree, node) as Node;
  return {
    ...source,
    get bindings() {
      context ??= readContext(source);
      return context.bindings;
    },
    get constants() {
      context ??= readContext(source);
      return context.constants;
    },
    declarationOf(name) {
      if (!isReference(ts, name)) return undefined;
      const declared = nameOf(name.text)?.declared.length ?? 0;
      if (declared === 0) return undefined;
      const quick = known(name.text);
      if (quick) return quick;
      const found = bind().declarationOf(inBound(name));
      return found && back(found);
    },
    usesOf(declaration) {
      const { name } = declaration as { name?: ts.Node };
      if (name && ts.isIdentifier(name) && known(name.text) === declaration) {
        return nameOf(name.text)?.mentioned ?? [];
      }
      return bind().usesOf(inBound(declaration)).map(back);
    },
  };
}

function readNames(ts: TypeScript, tree: ts.SourceFile): Map<string, Name> {
  const names = new Map<string, Name>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isReference(ts, node)) {
      const name = names.get(node.text) ?? { declared: [], mentioned: [] };
      names.set(node.text, name);
      name.mentioned.push(node);
      if (isDeclared(ts, node)) name.declared.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

// The key of a member is no name of the file's.
function isReference(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isExportSpecifier(parent)) return parent.parent.parent.moduleSpecifier === undefined;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent))
    return parent.propertyName !== node;
  const isMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessor(parent) ||
    ts.isSetAccessor(parent) ||
    ts.isEnumMember(parent) ||
    ts.isJsxAttribute(parent);
  if (isMember) return parent.name !== node;
  return !(ts.isQualifiedName(parent) && parent.right === node);
}

function isDeclared(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return false;
  return (parent as { name?: ts.Node }).name === node && !ts.isShorthandPropertyAssignment(parent);
}

// What every function of the file sees.
function topDeclaration(ts: TypeScript, name: ts.Identifier): ts.Declaration | undefined {
  const declaration = name.parent as ts.Declaration;
  let at: ts.Node = declaration;
  while (!ts.isStatement(at) && !ts.isSourceFile(at)) {
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return undefined;
    at = at.parent;
  }
  return ts.isSourceFile(at.parent) ? declaration : undefined;
}

function twin(ts: TypeScript, tree: ts.SourceFile, node: ts.Node): ts.Node {
  const visit = (at: ts.Node): ts.Node | undefined => {
    if (at.kind === node.kind && at.pos === node.pos && at.end === node.end) return at;
    return ts.forEachChild(at, (child) =>
      child.pos <= node.pos && child.end >= node.end ? visit(child) : undefined,
    );
  };
  return visit(tree) ?? tree;
}
