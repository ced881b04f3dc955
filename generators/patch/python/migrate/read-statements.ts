import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { moduleOf, readImport } from "../read-import.js";
import type { Statement } from "./module.js";
import { type At, bind, type Reader } from "./module-reader.js";
import { bindTarget, readFunction, visit } from "./read-expression.js";
import { makeScope, type Scope } from "./scope.js";

/** Reads the statements of a module or a body. */
export function readBlock(
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
      for (const imported of readImport(reader.module.source, node)) {
        const { as, path, name } = imported;
        if (name === "*") reader.module.stars.push(moduleOf(imported));
        else bind(reader, at, node, { kind: "import", statement, path }, as);
      }
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
