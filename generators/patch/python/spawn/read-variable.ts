import type { SyntaxNode } from "@lezer/common";
import { childrenOf } from "../parse-python.js";
import { listArguments } from "../read-arguments.js";
import { readString } from "../read-string.js";
import { bareValue, type PythonModule } from "./read-module.js";
import { isEnviron, resolvePath } from "./resolve-path.js";

/** A variable of the environment that is read, and what is taken where it is missing. */
export interface ReadVariable {
  name: string;
  fallback?: SyntaxNode;
}

/** Reads `os.environ["NAME"]`, `os.environ.get("NAME", …)`, `os.getenv("NAME")`, and each of them with `or …`. */
export function readVariable(
  module: PythonModule,
  expression: SyntaxNode,
): ReadVariable | undefined {
  const node = bareValue(expression);
  const [first, second, third] = childrenOf(node);
  if (!first || !second || !third) return readCall(module, node);
  if (node.name === "BinaryExpression" && second.name === "or") {
    const read = readVariable(module, first);
    return read && { name: read.name, fallback: third };
  }
  const isIndex = node.name === "MemberExpression" && second.name === "[";
  const name = isIndex && isEnviron(module, first) ? readString(module, third) : undefined;
  return name === undefined ? undefined : { name };
}

function readCall(module: PythonModule, node: SyntaxNode): ReadVariable | undefined {
  const callee = node.name === "CallExpression" ? node.firstChild : undefined;
  const path = callee && resolvePath(module, callee);
  if (path !== "os.getenv" && path !== "os.environ.get") return undefined;
  const [key, fallback] = listArguments(module, node);
  const name = key && readString(module, key.value);
  if (name === undefined) return undefined;
  return fallback ? { name, fallback: fallback.value } : { name };
}
