import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import {
  combineTexts,
  computed,
  isComputed,
  maxTexts,
  nameUnknown,
} from "../../spawn/combine-texts.js";
import { childrenOf, textOf } from "../parse-python.js";
import { type Argument, listArguments } from "../read-arguments.js";
import { readStringParts } from "../read-string.js";
import { assignedValue, bareValue, type PythonModule } from "./read-module.js";
import { readVariable } from "./read-variable.js";
import { resolvePath } from "./resolve-path.js";

const maxDepth = 20;

/**
 * The texts that an expression can have, likeliest first; what can't be told stands in them as `${…}`, a
 * variable of the environment as `${process.env.NAME}`. `root` is the project: the working directory.
 */
export function readTexts(
  module: PythonModule,
  expression: SyntaxNode,
  root: string,
  depth = 0,
): string[] {
  const node = bareValue(expression);
  const unknown = [nameUnknown(textOf(module, node))];
  if (depth > maxDepth) return unknown;
  const read = (child: SyntaxNode): string[] => readTexts(module, child, root, depth + 1);
  const parts = readStringParts(module, node);
  if (parts)
    return joinTexts(
      parts.map((part) =>
        typeof part === "string" ? [part] : read(part.firstChild?.nextSibling ?? part),
      ),
    );
  const variable = readVariable(module, node);
  if (variable) {
    const texts =
      variable.fallback && textOf(module, variable.fallback) !== "None"
        ? read(variable.fallback)
        : [];
    // A setting with a default: the default says what it is about.
    return texts.some((text) => !isComputed(text)) ? texts : [`\${process.env.${variable.name}}`];
  }
  switch (node.name) {
    case "Number":
      return [textOf(module, node)];
    case "VariableName":
      return readName(module, node, root, read) ?? unknown;
    case "MemberExpression":
      return readMember(module, node, read) ?? unknown;
    case "BinaryExpression":
      return readBinary(module, node, read) ?? unknown;
    case "ConditionalExpression":
      return readConditional(module, node, read);
    case "CallExpression":
      return readCall(module, node, root, read) ?? unknown;
    default:
      return unknown;
  }
}

type Read = (child: SyntaxNode) => string[];

function readName(module: PythonModule, node: SyntaxNode, root: string, read: Read) {
  const isUnbound = module.scopes.bindingsOf(node).length === 0;
  if (isUnbound && textOf(module, node) === "__file__") return [path.posix.join(root, module.file)];
  if (isPython(module, node)) return ["python"];
  const value = assignedValue(module, node);
  return value && read(value);
}

function isPython(module: PythonModule, node: SyntaxNode): boolean {
  return resolvePath(module, node) === "sys.executable";
}

// Paths: `.parent`, `.parents[1]`.
function readMember(module: PythonModule, node: SyntaxNode, read: Read) {
  if (isPython(module, node)) return ["python"];
  const [owner, , property] = childrenOf(node);
  if (!owner || !property) return undefined;
  const name = textOf(module, property);
  if (name === "parent") return readKnown(read(owner), path.posix.dirname);
  const [base, , member] = childrenOf(owner);
  if (base && member && textOf(module, member) === "parents" && /^\d+$/.test(name)) {
    const up = (text: string) => path.posix.join(text, "../".repeat(Number(name) + 1));
    return readKnown(read(base), (text) => up(text).replace(/(?<=.)\/$/, ""));
  }
  return undefined;
}

// Of a path that can't be told nothing follows for the folder above it.
function readKnown(texts: string[], change: (text: string) => string): string[] {
  return texts.map((text) => (isComputed(text) && !text.includes("/") ? computed : change(text)));
}

function readBinary(module: PythonModule, node: SyntaxNode, read: Read): string[] | undefined {
  const [left, operator, right] = childrenOf(node);
  if (!left || !operator || !right) return undefined;
  const sign = textOf(module, operator);
  if (sign === "+") return joinTexts([read(left), read(right)]);
  if (sign === "/") return joinPaths([read(left), read(right)]);
  if (sign === "or") return [...read(right), ...read(left)].slice(0, maxTexts);
  return sign === "%" ? fill(read(left), /%[sdr]/g, itemsOf(right).map(read)) : undefined;
}

// A service runs where its developers do not: of two systems, the one that isn't Windows.
function readConditional(module: PythonModule, node: SyntaxNode, read: Read): string[] {
  const [whenTrue, , condition, , whenFalse] = childrenOf(node);
  if (!whenTrue || !condition || !whenFalse) return [computed];
  const text = textOf(module, condition);
  if (/win32|["']nt["']|windows/i.test(text)) {
    return /!=|\bnot\b/.test(text) ? read(whenTrue) : read(whenFalse);
  }
  return [...read(whenTrue), ...read(whenFalse)].slice(0, maxTexts);
}

const same =
  /^(?:str|os\.fspath|os\.path\.(?:abspath|realpath|normpath|expanduser|expandvars)|shutil\.which|shlex\.quote)$/;
const sameMethods = /^(?:resolve|absolute|as_posix|expanduser|strip|rstrip|lstrip|decode|encode)$/;

function readCall(
  module: PythonModule,
  node: SyntaxNode,
  root: string,
  read: Read,
): string[] | undefined {
  const callee = node.firstChild;
  const args = listArguments(module, node);
  const [first] = args;
  if (!callee) return undefined;
  const called = resolvePath(module, callee) ?? textOf(module, callee);
  if (same.test(called)) return first && read(first.value);
  if (called === "os.getcwd" || /^pathlib\.\w*Path\.cwd$/.test(called)) return [root];
  if (called === "os.path.dirname")
    return first && readKnown(read(first.value), path.posix.dirname);
  if (called === "os.path.join" || /^pathlib\.\w*Path$/.test(called)) {
    return joinPaths(args.map((argument) => readArgument(argument, read)));
  }
  const [owner, dot, method] = childrenOf(callee);
  if (callee.name !== "MemberExpression" || !owner || dot?.name !== "." || !method)
    return undefined;
  const name = textOf(module, method);
  if (sameMethods.test(name)) return read(owner);
  if (name === "joinpath") {
    return joinPaths([read(owner), ...args.map((argument) => readArgument(argument, read))]);
  }
  if (name === "with_name" && first) {
    const folders = readKnown(read(owner), path.posix.dirname);
    return joinPaths([folders, read(first.value)]);
  }
  return name === "format"
    ? fill(
        read(owner),
        /\{[^{}]*\}/g,
        args.map((argument) => readArgument(argument, read)),
      )
    : undefined;
}

// `"%s/bin/python" % folder`, `"{}/main.py".format(folder)`: one value for each place, in order.
function fill(texts: string[], places: RegExp, values: string[][]): string[] {
  return texts.map((text) => {
    let next = 0;
    return text.replace(places, (place) => {
      const [value = computed] = /^(?:%[sdr]|\{\})$/.test(place) ? (values[next++] ?? []) : [];
      return value;
    });
  });
}

function itemsOf(node: SyntaxNode): SyntaxNode[] {
  const items = node.name === "TupleExpression" ? childrenOf(node) : [node];
  return items.filter(({ name }) => !/^[(),]$/.test(name));
}

function readArgument({ star, value }: Argument, read: Read): string[] {
  return star ? [computed] : read(value);
}

function joinTexts(parts: string[][]): string[] {
  return combineTexts(parts).map((texts) => texts.join(""));
}

// As in Python, what is absolute begins anew.
function joinPaths(parts: string[][]): string[] {
  return combineTexts(parts).map((texts) => {
    const start = texts.findLastIndex((text) => text.startsWith("/"));
    const rest = texts.slice(Math.max(0, start)).filter((text) => text !== "");
    return rest.length === 0 ? "." : path.posix.join(...rest);
  });
}
