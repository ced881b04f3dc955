import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import type { PythonModule } from "./read-module.js";

/** One argument of a call. */
export interface Argument {
  /** Of `name=value`. */
  name?: string;
  /** `*` or `**` in front of it. */
  star?: "*" | "**";
  value: SyntaxNode;
  from: number;
  to: number;
}

/** A call's arguments, in order. */
export function readArguments(module: PythonModule, call: SyntaxNode): Argument[] {
  const list = call.getChild("ArgList");
  if (!list) return [];
  const found: Argument[] = [];
  let part: SyntaxNode[] = [];
  for (const child of childrenOf(list).slice(1)) {
    if (child.name === "Comment") continue;
    if (child.name !== "," && child.name !== ")") part.push(child);
    else {
      const argument = toArgument(module, part);
      if (argument) found.push(argument);
      part = [];
    }
  }
  return found;
}

function toArgument(module: PythonModule, part: SyntaxNode[]): Argument | undefined {
  const [first, second, third] = part;
  const last = part.at(-1);
  if (!first || !last) return undefined;
  const { from } = first;
  const { to } = last;
  if (second?.name === "AssignOp" && third) {
    return { name: textOf(module, first), value: third, from, to };
  }
  const star = first.name === "*" || first.name === "**" ? first.name : undefined;
  // A generator without parentheses of its own has several parts; it is nothing that is looked for.
  if (star && second) return { star, value: second, from, to };
  return { value: first, from, to };
}

/** The value of a keyword argument. */
export function keyword(args: readonly Argument[], name: string): SyntaxNode | undefined {
  return args.find((argument) => argument.name === name)?.value;
}
