import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { listArguments } from "../read-arguments.js";
import { readString } from "../read-string.js";
import { findLoggingCall } from "./find-logging-call.js";
import { findWrites } from "./find-writes.js";
import { assignedValue, bareValue, isGiven, type PythonModule } from "./read-module.js";
import { isEnviron, resolvePath } from "./resolve-path.js";

/** One thing that goes into an environment; what comes later wins. */
export type EnvironmentPart =
  /** All of this process's environment, as `node` says. */
  | { kind: "environ"; node: SyntaxNode; isDirect: boolean }
  | { kind: "child"; descriptor?: string }
  /** `isSure` where it is set on every way to the call. */
  | { kind: "entry"; key: string; value: SyntaxNode; isSure: boolean }
  | { kind: "removed"; key: string }
  /** What can't be told, as it is written. */
  | { kind: "unknown"; text: string; isGiven: boolean };

const maxDepth = 8;

/** Reads what an expression puts into an environment, in order. `dir` is the logging folder. */
export function readEnvironment(
  module: PythonModule,
  dir: string,
  expression: SyntaxNode,
  depth = 0,
): EnvironmentPart[] {
  const node = bareValue(expression);
  const isDirect = depth === 0;
  const read = (child: SyntaxNode, by = 0): EnvironmentPart[] =>
    readEnvironment(module, dir, child, depth + by);
  const unknown: EnvironmentPart[] = [
    { kind: "unknown", text: textOf(module, node), isGiven: isGiven(module, node) },
  ];
  if (depth > maxDepth) return unknown;
  if (isEnviron(module, node)) return [{ kind: "environ", node, isDirect }];
  const child = findLoggingCall(module, dir, "child_env", node);
  if (child) return [childPart(child.descriptor)];
  switch (node.name) {
    case "DictionaryExpression":
      return readDictionary(module, node, read);
    case "BinaryExpression": {
      const [left, operator, right] = childrenOf(node);
      const isUnion = left && right && operator && textOf(module, operator) === "|";
      return isUnion ? [...read(left), ...read(right)] : unknown;
    }
    case "VariableName":
      return readVariable(module, node, (each) => read(each, 1)) ?? unknown;
    case "CallExpression":
      return readCall(module, node, isDirect, read) ?? unknown;
    default:
      return unknown;
  }
}

type Read = (child: SyntaxNode, by?: number) => EnvironmentPart[];

function childPart(descriptor: string | undefined): EnvironmentPart {
  return descriptor === undefined ? { kind: "child" } : { kind: "child", descriptor };
}

function readDictionary(module: PythonModule, node: SyntaxNode, read: Read): EnvironmentPart[] {
  const children = childrenOf(node).filter(({ name }) => name !== "Comment");
  return children.flatMap((each, index): EnvironmentPart[] => {
    if (children[index - 1]?.name === "**") return read(each);
    const value = children[index + 1]?.name === ":" ? children[index + 2] : undefined;
    return value ? [readEntry(module, each, value)] : [];
  });
}

function readEntry(module: PythonModule, key: SyntaxNode, value: SyntaxNode): EnvironmentPart {
  const named = assignedValue(module, key) ?? key;
  const text = readString(module, named);
  return text === undefined
    ? { kind: "unknown", text: textOf(module, key), isGiven: isGiven(module, key) }
    : { kind: "entry", key: text, value, isSure: true };
}

// A variable, and what is done to it on the way to the call.
function readVariable(
  module: PythonModule,
  name: SyntaxNode,
  read: Read,
): EnvironmentPart[] | undefined {
  const value = assignedValue(module, name);
  if (!value) return undefined;
  return [...read(value), ...readWrites(module, name, read)];
}

/** What is put into a variable's value, or taken from it, between its beginning and a use. */
export function readWrites(module: PythonModule, name: SyntaxNode, read: Read): EnvironmentPart[] {
  return findWrites(module, name).flatMap((write): EnvironmentPart[] => {
    if (write.kind === "removed") {
      const key = readString(module, write.key);
      return key === undefined ? [] : [{ kind: "removed", key }];
    }
    if (write.kind === "update") return readUpdate(module, write.node, read);
    if (write.kind === "union") return read(write.value);
    const part = readEntry(module, write.key, write.value);
    return [part.kind === "entry" ? { ...part, isSure: write.isSure } : part];
  });
}

function readUpdate(module: PythonModule, call: SyntaxNode, read: Read): EnvironmentPart[] {
  return listArguments(module, call).flatMap(({ name, value }): EnvironmentPart[] =>
    name === undefined ? read(value) : [{ kind: "entry", key: name, value, isSure: true }],
  );
}

function readCall(
  module: PythonModule,
  node: SyntaxNode,
  isDirect: boolean,
  read: Read,
): EnvironmentPart[] | undefined {
  const callee = node.firstChild;
  if (!callee) return undefined;
  const args = listArguments(module, node);
  const [first] = args;
  const path = resolvePath(module, callee);
  const whole: EnvironmentPart[] = [{ kind: "environ", node, isDirect }];
  if (path === "os.environ.copy") return whole;
  const isCopy = path === "copy.copy" || path === "copy.deepcopy";
  if (isCopy && first) return isEnviron(module, first.value) ? whole : read(first.value);
  if (textOf(module, callee) === "dict") {
    if (
      first &&
      args.length === 1 &&
      !first.name &&
      !first.star &&
      isEnviron(module, first.value)
    ) {
      return whole;
    }
    return readUpdate(module, node, read);
  }
  const [owner, dot, method] = childrenOf(callee);
  const isMethod = callee.name === "MemberExpression" && dot?.name === ".";
  return isMethod && owner && method && textOf(module, method) === "copy" ? read(owner) : undefined;
}
