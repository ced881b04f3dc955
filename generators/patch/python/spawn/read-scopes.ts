import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../parse-python.js";
import { moduleOf, readImport } from "../read-import.js";

/** A place that gives a name its meaning. */
export interface Binding {
  name: string;
  node: SyntaxNode;
  kind: "import" | "value" | "parameter" | "other";
  /** Of a plain assignment. */
  value?: SyntaxNode;
  /** What an import stands for: `subprocess.Popen`; `.worker.start` is seen from the file's own folder. */
  path?: string;
}

/** The names of a module, by where they stand. */
export interface Scopes {
  /** All bindings that a name may mean, in the order of the text. */
  bindingsOf(name: SyntaxNode): Binding[];
  /** The one that it means where it stands; undefined where that depends on the way there. */
  bindingOf(name: SyntaxNode): Binding | undefined;
  /** Whether a name is bound anywhere, and by what. */
  named(name: string): Binding[];
  /** The names that an import statement binds. */
  namesOf(statement: SyntaxNode): Binding[];
  /** Modules whose names are all imported: `from subprocess import *`. */
  stars: string[];
}

type Scope = Map<string, Binding[]>;

const scopeNames =
  /^(?:Script|FunctionDefinition|LambdaExpression|ClassDefinition|\w*Comprehension\w*)$/;

/** Reads which names are bound in which function, class or module. */
export function readScopes(source: PythonSource): Scopes {
  const top = source.tree.topNode;
  const scopes = new Map<number, Scope>();
  const stars: string[] = [];
  const add = (at: SyntaxNode, binding: Binding): void => {
    const scope = homeOf(source, at, binding.name);
    const known = scopes.get(scope) ?? new Map<string, Binding[]>();
    scopes.set(scope, known.set(binding.name, [...(known.get(binding.name) ?? []), binding]));
  };
  const visit = (node: SyntaxNode): void => {
    if (node.name === "ImportStatement")
      for (const imported of readImport(source, node))
        if (imported.name === "*") stars.push(moduleOf(imported));
    for (const binding of bindingsIn(source, node)) add(node, binding);
    for (let child = node.firstChild; child; child = child.nextSibling) visit(child);
  };
  visit(top);

  const bindingsOf = (name: SyntaxNode): Binding[] => {
    const text = textOf(source, name);
    const nearest = scopeOf(name);
    for (let at: SyntaxNode | undefined = nearest; at; at = outerScope(at)) {
      const found = scopes.get(idOf(at))?.get(text);
      // What a class body binds is no name of its methods.
      if (found && (at === nearest || at.name !== "ClassDefinition")) return found;
    }
    return [];
  };
  return {
    bindingsOf,
    bindingOf: (name) => choose(name, bindingsOf(name)),
    named: (name) => [...scopes.values()].flatMap((scope) => scope.get(name) ?? []),
    namesOf: (statement) => bindingsOfImport(source, statement),
    stars,
  };
}

// A node is made anew each time that it is asked for; its place tells it from others of its kind.
function idOf({ from, name }: SyntaxNode): number {
  return name === "Script" ? -1 : from;
}

/** The function, class or module that a node is evaluated in. */
export function scopeOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let scope = node.parent; scope; scope = scope.parent) {
    if (scopeNames.test(scope.name) && !isOutside(at, scope)) return scope;
    at = scope;
  }
  return at;
}

/** Whether two nodes are evaluated in the same function, class or module. */
export function isSameScope(one: SyntaxNode, other: SyntaxNode): boolean {
  return idOf(scopeOf(one)) === idOf(scopeOf(other));
}

function outerScope(scope: SyntaxNode): SyntaxNode | undefined {
  return scope.name === "Script" ? undefined : scopeOf(scope);
}

// The name of a function or a class, and the bases of a class, belong outside.
function isOutside(part: SyntaxNode, scope: SyntaxNode): boolean {
  if (scope.name === "ClassDefinition") return part.name !== "Body";
  return scope.name === "FunctionDefinition" && part.name === "VariableName";
}

function homeOf(source: PythonSource, node: SyntaxNode, name: string): number {
  const scope = node.name.includes("Comprehension") ? node : scopeOf(node);
  const body = scope.getChild("Body");
  const isGlobal = (body ? childrenOf(body) : []).some(
    (each) =>
      each.name === "ScopeStatement" &&
      textOf(source, each)
        .split(/[\s,]+/)
        .includes(name),
  );
  return isGlobal ? -1 : idOf(scope);
}

function bindingsIn(source: PythonSource, node: SyntaxNode): Binding[] {
  const other = (
    name: SyntaxNode | null | undefined,
    kind: Binding["kind"] = "other",
  ): Binding[] => (name ? [{ name: textOf(source, name), node, kind }] : []);
  const children = childrenOf(node);
  switch (node.name) {
    case "ImportStatement":
      return bindingsOfImport(source, node);
    case "AssignStatement":
      return readAssignment(source, node);
    case "NamedExpression": {
      const [name, , value] = children;
      return name && value ? [{ name: textOf(source, name), node, kind: "value", value }] : [];
    }
    case "FunctionDefinition":
    case "ClassDefinition":
      return other(node.getChild("VariableName"));
    case "ParamList":
      return children
        .filter((each, index) => {
          return each.name === "VariableName" && children[index - 1]?.name !== "AssignOp";
        })
        .flatMap((each) => other(each, "parameter"));
    case "ForStatement":
    case "ArrayComprehensionExpression":
    case "ComprehensionExpression":
    case "DictionaryComprehensionExpression":
    case "SetComprehensionExpression":
      return between(children, "for", "in").flatMap((each) =>
        namesIn(each).flatMap((n) => other(n)),
      );
    case "WithStatement":
    case "TryStatement":
      return children.flatMap((each, index) =>
        children[index - 1]?.name === "as" ? namesIn(each).flatMap((n) => other(n)) : [],
      );
    case "CapturePattern":
      return other(node.firstChild);
    default:
      return [];
  }
}

function bindingsOfImport(source: PythonSource, node: SyntaxNode): Binding[] {
  return readImport(source, node)
    .filter(({ name }) => name !== "*")
    .map(({ as, path }) => ({ name: as, node, kind: "import", path }));
}

// `a = b = value` binds both; `a, b = …` and `a: int = value` one and another.
function readAssignment(source: PythonSource, node: SyntaxNode): Binding[] {
  const children = childrenOf(node).filter(({ name }) => name !== "Comment");
  const last = children.map(({ name }) => name).lastIndexOf("AssignOp");
  if (last < 0) return [];
  const values = children.slice(last + 1);
  const value = values.length === 1 ? values[0] : undefined;
  const targets = children
    .slice(0, last)
    .filter(({ name }) => !/^(?:AssignOp|TypeDef)$/.test(name));
  const isList = targets.some(({ name }) => name === ",");
  return targets.flatMap((target) => {
    const isPlain = target.name === "VariableName" && !isList;
    return namesIn(target).map((each): Binding => {
      const name = textOf(source, each);
      return isPlain && value
        ? { name, node, kind: "value", value }
        : { name, node, kind: "other" };
    });
  });
}

function namesIn(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "VariableName") return [node];
  return /^(?:TupleExpression|ArrayExpression|ParenthesizedExpression)$/.test(node.name)
    ? childrenOf(node).flatMap(namesIn)
    : [];
}

function between(children: SyntaxNode[], first: string, last: string): SyntaxNode[] {
  const start = children.findIndex(({ name }) => name === first);
  const end = children.findIndex(({ name }) => name === last);
  return start < 0 ? [] : children.slice(start + 1, end);
}

function choose(name: SyntaxNode, bindings: Binding[]): Binding | undefined {
  const [only, other] = bindings;
  if (!only || !other) return only;
  if (!isSameScope(name, only.node)) return undefined;
  const before = bindings.filter(({ node }) => node.to <= name.from);
  const last = before.at(-1);
  if (!last || !(before.length === 1 || runsBefore(last.node, name))) return undefined;
  return bindings.some(({ node }) => comesAround(node, last.node, name)) ? undefined : last;
}

/** Whether a statement has always been run where a node is reached. */
export function runsBefore(statement: SyntaxNode, node: SyntaxNode): boolean {
  let block = statement.parent;
  // What `with` and `try` hold is run on the way, if nothing fails.
  while (block && (block.name === "StatementGroup" || isPassedThrough(block))) {
    block = block.parent;
  }
  return statement.to <= node.from && block !== null && node.to <= block.to;
}

function isPassedThrough({ name, parent, from }: SyntaxNode): boolean {
  if (/^(?:With|Try)Statement$/.test(name)) return true;
  const isWhole = parent?.name === "WithStatement" || parent?.name === "TryStatement";
  return isWhole && name === "Body" && parent.getChild("Body")?.from === from;
}

// In a loop, what stands below a use was run before its next turn.
function comesAround(later: SyntaxNode, last: SyntaxNode, use: SyntaxNode): boolean {
  if (later.from < use.to) return false;
  for (let at = use.parent; at; at = at.parent) {
    if (scopeNames.test(at.name)) return false;
    const isLoop = at.name === "ForStatement" || at.name === "WhileStatement";
    if (isLoop && later.to <= at.to && last.from < at.from) return true;
  }
  return false;
}
