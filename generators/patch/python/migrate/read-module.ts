import type { SyntaxNode } from "@lezer/common";
import type { DecodedText } from "../../read-bytes.js";
import { childrenOf, type PythonSource, textOf } from "../parse-python.js";
import type { NameUse, PythonModule, Site, Statement } from "./module.js";
import { readImport } from "./read-import.js";
import { bindName, findBinding, makeScope, type Scope } from "./scope.js";

/** Reads a module's statements, and which name means what by the scopes of the language. */
export function readModule(
  file: string,
  source: PythonSource,
  decoded: DecodedText,
  mark: string,
): PythonModule {
  const module: PythonModule = {
    file,
    source,
    decoded,
    mark,
    statements: [],
    all: [],
    bindings: [],
    globals: new Map(),
    meanings: new Map(),
    free: [],
    members: [],
    stars: [],
    texts: new Set(),
    exported: new Set(),
  };
  const top = makeScope("module");
  const texts = new Set<string>();
  const exported = new Set<string>();
  const reader: Reader = { module, texts, exported, top, pending: [] };
  module.statements = readBlock(reader, source.tree.topNode, top);
  module.texts = texts;
  module.exported = exported;
  // A name may be bound below its use.
  for (const { use, scope } of reader.pending) {
    const binding = findBinding(scope, use.name);
    if (binding === undefined) module.free.push(use);
    else {
      binding.uses.push(use);
      module.meanings.set(use.node.from, binding);
    }
  }
  return module;
}

interface Reader {
  module: PythonModule;
  texts: Set<string>;
  exported: Set<string>;
  top: Scope;
  pending: { use: NameUse; scope: Scope }[];
}

interface At {
  statement: Statement;
  scope: Scope;
}

function readBlock(
  reader: Reader,
  parent: SyntaxNode,
  scope: Scope,
  within?: Statement,
  owner?: Statement,
): Statement[] {
  const block: Statement[] = [];
  for (const node of childrenOf(parent)) {
    if (!/(?:Statement|Definition|StatementGroup)$/.test(node.name)) continue;
    const isDecorated = node.name === "DecoratedStatement";
    const kind = isDecorated ? (node.lastChild?.name ?? node.name) : node.name;
    const statement: Statement = {
      module: reader.module,
      node,
      kind,
      isDecorated,
      block,
      blocks: [],
      ...(within ? { parent: within } : {}),
      ...(owner ? { owner } : {}),
    };
    block.push(statement);
    reader.module.all.push(statement);
    readStatement(reader, node, { statement, scope });
  }
  return block;
}

function readStatement(reader: Reader, node: SyntaxNode, at: At): void {
  const { statement, scope } = at;
  const children = childrenOf(node);
  const visitAll = (nodes: readonly SyntaxNode[]) => {
    for (const each of nodes) visit(reader, each, at);
  };
  switch (node.name) {
    case "DecoratedStatement":
      for (const each of children)
        if (each.name === "Decorator") visit(reader, each, at);
        else readStatement(reader, each, at);
      return;
    case "StatementGroup":
      statement.blocks.push(readBlock(reader, node, scope, statement, statement.owner));
      return;
    case "FunctionDefinition":
      readFunction(reader, children, at);
      return;
    case "ClassDefinition": {
      const inner = makeScope("class", scope);
      for (const each of children) {
        if (each.name === "VariableName") bind(reader, at, each, { kind: "definition", statement });
        else if (each.name === "Body")
          statement.blocks.push(readBlock(reader, each, inner, statement, statement.owner));
        else visit(reader, each, at);
      }
      return;
    }
    case "ImportStatement": {
      const { names, stars } = readImport(reader.module.source, node);
      reader.module.stars.push(...stars);
      for (const { bound, path, name } of names)
        bind(reader, at, name, { kind: "import", statement, path }, bound);
      return;
    }
    case "ScopeStatement": {
      const kind = children[0]?.name === "global" ? "global" : "nonlocal";
      for (const each of children)
        if (each.name === "VariableName") scope.outer.set(textOf(reader.module.source, each), kind);
      return;
    }
    case "AssignStatement":
      readAssignment(reader, children, at);
      return;
    case "UpdateStatement": {
      const [target, ...rest] = children;
      if (target?.name === "VariableName") bind(reader, at, target, { kind: "other", statement });
      else if (target) visit(reader, target, at);
      visitAll(rest);
      return;
    }
    case "ForStatement": {
      const start = children.findIndex(({ name }) => name === "for");
      const end = children.findIndex(({ name }) => name === "in");
      for (const target of children.slice(start + 1, end)) bindTarget(reader, target, at);
      visitAll(children.slice(end + 1));
      return;
    }
    case "WithStatement":
    case "TryStatement":
      children.forEach((each, index) => {
        if (children[index - 1]?.name === "as") bindTarget(reader, each, at);
        else visit(reader, each, at);
      });
      return;
    default:
      visitAll(children);
  }
}

function visit(reader: Reader, node: SyntaxNode, at: At): void {
  const { statement, scope } = at;
  const { source, members } = reader.module;
  const children = childrenOf(node);
  switch (node.name) {
    case "VariableName":
      // The parser was given `os_Path` for an `os.Path` that it can't read.
      reader.pending.push({
        use: { name: textOf(source, node).replace(/\W[\s\S]*/, ""), node, statement },
        scope,
      });
      return;
    case "Body":
      statement.blocks.push(readBlock(reader, node, scope, statement, statement.owner));
      return;
    case "MatchBody":
      for (const each of children) visit(reader, each, at);
      return;
    case "LambdaExpression":
      readFunction(reader, children, at);
      return;
    case "MemberExpression": {
      const [object, , name] = children;
      if (object && name?.name === "PropertyName")
        members.push({ name: textOf(source, name), node: name, statement, object });
      break;
    }
    case "String":
      readText(reader, node, at);
      return;
    case "ArgList":
      children.forEach((each, index) => {
        const isKeyword = each.name === "VariableName" && children[index + 1]?.name === "AssignOp";
        if (!isKeyword) visit(reader, each, at);
      });
      return;
    case "NamedExpression": {
      const [target, , value] = children;
      let home = scope;
      while (home.kind === "expression" && home.parent) home = home.parent;
      if (target) bind(reader, { statement, scope: home }, target, { kind: "other", statement });
      if (value) visit(reader, value, at);
      return;
    }
    case "CapturePattern":
    case "TypeParam":
      for (const each of children) bindTarget(reader, each, at);
      return;
    case "AsPattern":
      children.forEach((each, index) => {
        if (children[index - 1]?.name === "as") bindTarget(reader, each, at);
        else visit(reader, each, at);
      });
      return;
    case "KeywordPattern":
      for (const each of children.slice(1)) visit(reader, each, at);
      return;
  }
  if (/Comprehension/.test(node.name)) readComprehension(reader, children, at);
  else for (const each of children) visit(reader, each, at);
}

function readText({ module, texts, exported }: Reader, node: SyntaxNode, { statement }: At): void {
  const text = textOf(module.source, node).replace(/^\w*["']+|["']+$/g, "");
  texts.add(text);
  const isListed = textOf(module.source, statement.node).startsWith("__all__");
  let holder = node.parent;
  while (holder && holder.name !== "TypeDef" && holder.from >= statement.node.from)
    holder = holder.parent;
  if (isListed || holder?.name === "TypeDef")
    for (const [word] of text.matchAll(/\w+/g)) exported.add(word);
}

// What stands behind `=` and `:` of a parameter is evaluated outside.
function readFunction(reader: Reader, children: SyntaxNode[], at: At): void {
  const { statement, scope } = at;
  const inner = makeScope("function", scope);
  const inside: At = { statement, scope: inner };
  for (const [index, each] of children.entries()) {
    if (each.name === "VariableName" && /^(?:def)$/.test(children[index - 1]?.name ?? ""))
      bind(reader, at, each, { kind: "definition", statement });
    else if (each.name === "ParamList") {
      const parameters = childrenOf(each);
      parameters.forEach((part, place) => {
        const isValue = parameters[place - 1]?.name === "AssignOp";
        if (part.name === "VariableName" && !isValue)
          bind(reader, inside, part, { kind: "parameter", statement });
        else visit(reader, part, at);
      });
    } else if (each.name === "Body")
      statement.blocks.push(readBlock(reader, each, inner, statement, statement));
    else visit(reader, each, each.name === "TypeDef" ? at : inside);
  }
}

function readComprehension(reader: Reader, children: SyntaxNode[], at: At): void {
  const inner = makeScope("expression", at.scope);
  const inside: At = { ...at, scope: inner };
  let isTarget = false;
  let loops = 0;
  children.forEach((each, index) => {
    if (each.name === "for") isTarget = true;
    else if (each.name === "in") {
      isTarget = false;
      loops += 1;
    } else if (isTarget) bindTarget(reader, each, inside);
    // The first thing to go through is evaluated outside.
    else visit(reader, each, loops === 1 && children[index - 1]?.name === "in" ? at : inside);
  });
}

// `a = b = value` binds both; `a, b = …`, `self.a = …` and `a: int = value`.
function readAssignment(reader: Reader, children: SyntaxNode[], at: At): void {
  const last = children.findLastIndex(({ name }) => name === "AssignOp");
  const targets = children.slice(0, Math.max(last, 0) || children.length);
  const values = last === -1 ? [] : children.slice(last + 1).filter((e) => e.name !== "Comment");
  const value = values.length === 1 ? values[0] : undefined;
  const isAlone = targets.filter(({ name }) => name !== "TypeDef").length === 1;
  for (const target of targets) {
    if (target.name === "TypeDef") visit(reader, target, at);
    else if (target.name === "VariableName" && isAlone && value)
      bind(reader, at, target, { kind: "assign", statement: at.statement, value });
    else bindTarget(reader, target, at);
  }
  for (const each of values) visit(reader, each, at);
}

function bindTarget(reader: Reader, node: SyntaxNode, at: At): void {
  const isName = node.name === "VariableName" && /^\w+$/.test(textOf(reader.module.source, node));
  if (isName) bind(reader, at, node, { kind: "other", statement: at.statement });
  else if (/^(?:Tuple|Array|Parenthesized|Star)/.test(node.name))
    for (const each of childrenOf(node)) bindTarget(reader, each, at);
  else visit(reader, node, at);
}

function bind(
  { module, top }: Reader,
  { scope }: At,
  node: SyntaxNode,
  site: Site,
  name = textOf(module.source, node),
): void {
  bindName(module, top, scope, name, site);
}
