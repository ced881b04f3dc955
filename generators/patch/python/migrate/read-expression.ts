import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { type At, bind, type Reader } from "./module-reader.js";
import { readBlock } from "./read-statements.js";
import { makeScope } from "./scope.js";

/** Reads the names of an expression, and of the blocks and patterns that a statement has. */
export function visit(reader: Reader, node: SyntaxNode, at: At): void {
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

/** Reads a function or a lambda; what stands behind `=` and `:` of a parameter is evaluated outside. */
export function readFunction(reader: Reader, children: SyntaxNode[], at: At): void {
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

/** Binds the names of a target: `a`, `(a, *b)`; what stands in `self.a` and `a[b]` is used there. */
export function bindTarget(reader: Reader, node: SyntaxNode, at: At): void {
  const isName = node.name === "VariableName" && /^\w+$/.test(textOf(reader.module.source, node));
  if (isName) bind(reader, at, node, { kind: "other", statement: at.statement });
  else if (/^(?:Tuple|Array|Parenthesized|Star)/.test(node.name))
    for (const each of childrenOf(node)) bindTarget(reader, each, at);
  else visit(reader, node, at);
}
