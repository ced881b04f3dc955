import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "./parse-python.js";

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

/** A call's arguments by position and by name. */
export interface Arguments {
  positional: SyntaxNode[];
  named: Map<string, SyntaxNode>;
  /** Whether `*list` or `**table` is among them. */
  isSpread: boolean;
}

/** A call's arguments, in order. */
export function listArguments(source: PythonSource, call: SyntaxNode): Argument[] {
  const list = call.getChild("ArgList");
  if (!list) return [];
  const found: Argument[] = [];
  let part: SyntaxNode[] = [];
  for (const child of childrenOf(list).slice(1)) {
    if (child.name === "Comment") continue;
    if (child.name !== "," && child.name !== ")") part.push(child);
    else {
      const argument = toArgument(source, part);
      if (argument) found.push(argument);
      part = [];
    }
  }
  return found;
}

/** The same, those by name in a table; what is unpacked is left out. */
export function readArguments(source: PythonSource, call: SyntaxNode): Arguments {
  const read: Arguments = { positional: [], named: new Map(), isSpread: false };
  for (const { name, star, value } of listArguments(source, call))
    if (star !== undefined) read.isSpread = true;
    else if (name === undefined) read.positional.push(value);
    else read.named.set(name, value);
  return read;
}

/** The same; undefined where the call unpacks some. */
export function readPlainArguments(source: PythonSource, call: SyntaxNode): Arguments | undefined {
  const read = readArguments(source, call);
  return read.isSpread ? undefined : read;
}

/** The value of a keyword argument. */
export function keyword(args: readonly Argument[], name: string): SyntaxNode | undefined {
  return args.find((argument) => argument.name === name)?.value;
}

function toArgument(source: PythonSource, part: SyntaxNode[]): Argument | undefined {
  const [first, second, third] = part;
  const last = part.at(-1);
  if (!first || !last) return undefined;
  const { from } = first;
  const { to } = last;
  if (second?.name === "AssignOp" && third) {
    return { name: textOf(source, first), value: third, from, to };
  }
  const star = first.name === "*" || first.name === "**" ? first.name : undefined;
  // A generator without parentheses of its own has several parts; it is nothing that is looked for.
  if (star && second) return { star, value: second, from, to };
  return { value: first, from, to };
}
