import type { ts } from "ts-morph";
import type { Source, TypeScript } from "../parse-source.js";

/** Where a file uses a name: as the global, or as something of its own. */
export interface NameUses {
  free: ts.Identifier[];
  shadowed: ts.Identifier[];
}

/** Finds every use of these names, told apart by the scopes of the file: no types, no other files. */
export function findFreeNames(
  { ts, tree }: Source,
  names: ReadonlySet<string>,
): Map<string, NameUses> {
  const uses = new Map<string, ts.Identifier[]>();
  const scopes = new Map<string, Set<ts.Node>>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.has(node.text) && !isMemberName(ts, node)) {
      const scope = findDeclaredScope(ts, node);
      if (scope === undefined) add(uses, node.text, [], (list) => list.push(node));
      else add(scopes, node.text, new Set<ts.Node>(), (set) => set.add(scope));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const found = new Map<string, NameUses>();
  for (const [name, nodes] of uses) {
    const own = scopes.get(name);
    const isShadowed = (node: ts.Node): boolean =>
      own !== undefined &&
      (own.has(node) || (node.parent !== undefined && isShadowed(node.parent)));
    found.set(name, {
      free: nodes.filter((node) => !isShadowed(node)),
      shadowed: nodes.filter(isShadowed),
    });
  }
  return found;
}

function add<Held>(map: Map<string, Held>, key: string, empty: Held, act: (held: Held) => void) {
  const held = map.get(key) ?? empty;
  act(held);
  map.set(key, held);
}

/** Whether an identifier is a member's name, a label or a type: nothing that a scope could hold. */
function isMemberName(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent))
    return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent))
    return parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) {
    const isFromElsewhere = parent.parent.parent.moduleSpecifier !== undefined;
    return isFromElsewhere || (parent.propertyName ?? parent.name) !== node;
  }
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  if (ts.isTypeReferenceNode(parent) || ts.isTypeParameterDeclaration(parent)) return true;
  if (ts.isInterfaceDeclaration(parent) || ts.isTypeAliasDeclaration(parent)) return true;
  if (ts.isJsxAttribute(parent) || ts.isNamedTupleMember(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isAccessor(parent) ||
      ts.isEnumMember(parent)) &&
    parent.name === node
  );
}

/** The scope that an identifier is declared in, where it is a declaration's name. */
function findDeclaredScope(ts: TypeScript, node: ts.Identifier): ts.Node | undefined {
  const { parent } = node;
  if (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isImportEqualsDeclaration(parent)
  )
    return parent.name === node ? node.getSourceFile() : undefined;
  if (ts.isFunctionExpression(parent) || ts.isClassExpression(parent))
    return parent.name === node ? parent : undefined;
  // In sloppy code a function in a block is seen in the function around it.
  if (ts.isFunctionDeclaration(parent) && parent.name === node)
    return enclosingFunction(ts, parent.parent);
  const isBlockName =
    ts.isClassDeclaration(parent) || ts.isEnumDeclaration(parent) || ts.isModuleDeclaration(parent);
  if (isBlockName && parent.name === node) return parent.parent;
  const isBinding =
    ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent);
  return isBinding && parent.name === node ? scopeOfBinding(ts, parent) : undefined;
}

function scopeOfBinding(
  ts: TypeScript,
  binding: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): ts.Node {
  let declaration: ts.Node = binding;
  while (ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  if (!ts.isVariableDeclaration(declaration)) return declaration.parent;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list)) return list;
  const isBlockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  if (!isBlockScoped) return enclosingFunction(ts, list);
  return ts.isVariableStatement(list.parent) ? list.parent.parent : list.parent;
}

function enclosingFunction(ts: TypeScript, node: ts.Node): ts.Node {
  let at = node;
  while (
    !ts.isFunctionLike(at) &&
    !ts.isSourceFile(at) &&
    !ts.isModuleBlock(at) &&
    !ts.isClassStaticBlockDeclaration(at)
  )
    at = at.parent;
  return at;
}
