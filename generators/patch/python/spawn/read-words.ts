import type { SyntaxNode } from "@lezer/common";
import { splitCommand } from "../../../target/split-command.js";
import { combineTexts, computed, nameUnknown } from "../../spawn/combine-texts.js";
import { childrenOf, textOf } from "../parse-python.js";
import { listArguments } from "../read-arguments.js";
import { assignedValue, bareValue, nodesIn, type PythonModule } from "./read-module.js";
import { readTexts } from "./read-texts.js";
import { resolvePath } from "./resolve-path.js";

const maxDepth = 20;

/** The ways in which a list of arguments can read; an argument that can't be told is one word of its own. */
export function readWords(
  module: PythonModule,
  expression: SyntaxNode,
  root: string,
  depth = 0,
): string[][] {
  const node = bareValue(expression);
  const unknown = [[nameUnknown(textOf(module, node))]];
  if (depth > maxDepth) return unknown;
  const read = (child: SyntaxNode): string[][] => readWords(module, child, root, depth + 1);
  switch (node.name) {
    case "ArrayExpression":
    case "TupleExpression":
      return join(readItems(module, node, root, read));
    case "BinaryExpression": {
      const [left, operator, right] = childrenOf(node);
      return left && right && operator && textOf(module, operator) === "+" && isList(module, left)
        ? join([read(left), read(right)])
        : readTexts(module, node, root).map((text) => [text]);
    }
    case "ConditionalExpression": {
      const [whenTrue, , , , whenFalse] = childrenOf(node);
      return whenTrue && whenFalse ? [...read(whenTrue), ...read(whenFalse)] : unknown;
    }
    case "VariableName": {
      const value = assignedValue(module, node);
      if (!value || !isList(module, value))
        return readTexts(module, node, root).map((text) => [text]);
      return join([read(value), ...readAdded(module, node, value, root, read)]);
    }
    case "CallExpression":
      return readCall(module, node, root, read);
    default:
      return readTexts(module, node, root).map((text) => [text]);
  }
}

type Read = (child: SyntaxNode) => string[][];

function readItems(module: PythonModule, list: SyntaxNode, root: string, read: Read): string[][][] {
  return childrenOf(list).flatMap((item, index, all): string[][][] => {
    if (/^(?:[[\](),*]|Comment)$/.test(item.name)) return [];
    if (all[index - 1]?.name === "*") return [readStarred(module, item, read)];
    return [readTexts(module, item, root).map((text) => [text])];
  });
}

/** The words that `*items` puts in a list; where they depend on something, those of the first case. */
export function readStarred(module: PythonModule, item: SyntaxNode, read: Read): string[][] {
  const [first = []] = read(item);
  return isList(module, item) ? [first] : [[nameUnknown(textOf(module, item))]];
}

function isList(module: PythonModule, expression: SyntaxNode, depth = 0): boolean {
  const node = bareValue(expression);
  const [first, operator] = childrenOf(node);
  const isListToo = (each: SyntaxNode | undefined): boolean =>
    each !== undefined && depth < maxDepth && isList(module, each, depth + 1);
  switch (node.name) {
    case "ArrayExpression":
    case "TupleExpression":
      return true;
    case "BinaryExpression":
      return operator !== undefined && textOf(module, operator) === "+" && isListToo(first);
    case "ConditionalExpression":
      return isListToo(first);
    case "VariableName":
      return isListToo(assignedValue(module, node));
    default:
      return node.name === "CallExpression" && splitterOf(module, node) !== undefined;
  }
}

// `shlex.split("python x.py")`, `"python x.py".split()`, `list(words)`.
function splitterOf(
  module: PythonModule,
  call: SyntaxNode,
): "shell" | "blanks" | "copy" | undefined {
  const callee = call.firstChild;
  if (!callee) return undefined;
  if (resolvePath(module, callee) === "shlex.split") return "shell";
  const text = textOf(module, callee);
  if (text === "list" || text === "tuple") return "copy";
  const [owner, dot, method] = childrenOf(callee);
  const isSplit = dot?.name === "." && method && textOf(module, method) === "split";
  return isSplit && owner && callee.name === "MemberExpression" ? "blanks" : undefined;
}

function readCall(module: PythonModule, node: SyntaxNode, root: string, read: Read): string[][] {
  const [argument] = listArguments(module, node);
  const splitter = splitterOf(module, node);
  if (splitter === "shell" && argument) {
    return readTexts(module, argument.value, root).map(
      (text) => splitCommand(text)[0]?.words ?? [computed],
    );
  }
  if (splitter === "copy" && argument) return read(argument.value);
  const owner = node.firstChild?.firstChild;
  const texts = splitter === "blanks" && !argument && owner ? readTexts(module, owner, root) : [];
  if (texts.length > 0) return texts.map((text) => text.split(/\s+/));
  return readTexts(module, node, root).map((text) => [text]);
}

// `cmd.append(…)`, `cmd.extend(…)` and `cmd += …` on the way to the call.
function readAdded(
  module: PythonModule,
  use: SyntaxNode,
  value: SyntaxNode,
  root: string,
  read: Read,
): string[][][] {
  const binding = module.scopes.bindingOf(use);
  const added: string[][][] = [];
  const isMeant = (node: SyntaxNode | null | undefined): boolean =>
    node?.name === "VariableName" &&
    node.from > value.to &&
    node.to <= use.from &&
    textOf(module, node) === binding?.name &&
    module.scopes.bindingOf(node) === binding;
  for (const node of nodesIn(module.tree.topNode)) {
    if (node.name === "UpdateStatement" && isMeant(node.firstChild) && node.lastChild) {
      added.push(read(node.lastChild).slice(0, 1));
    }
    const callee = node.name === "CallExpression" ? node.firstChild : undefined;
    const [owner, , method] = callee ? childrenOf(callee) : [];
    const [argument] = isMeant(owner) ? listArguments(module, node) : [];
    if (!method || !argument) continue;
    const name = textOf(module, method);
    if (name === "append")
      added.push(
        readTexts(module, argument.value, root)
          .slice(0, 1)
          .map((text) => [text]),
      );
    if (name === "extend") added.push(readStarred(module, argument.value, read));
  }
  return added;
}

function join(parts: string[][][]): string[][] {
  const heads = parts.map((ways) => ways.map((words) => words.join("\0")));
  return combineTexts(heads).map((texts) =>
    texts.filter((text) => text !== "").flatMap((text) => text.split("\0")),
  );
}
