import type { SyntaxNode } from "@lezer/common";
import { isComputed } from "../../spawn/combine-texts.js";
import { handled, type Judgement, report } from "../../spawn/environment.js";
import { childrenOf, textOf } from "../parse-python.js";
import { findLoggingCall } from "./find-logging-call.js";
import { assignedValue, bareValue, type PythonModule } from "./read-module.js";
import { readTexts } from "./read-texts.js";
import { readVariable } from "./read-variable.js";
import type { PythonSurroundings } from "./surroundings.js";

const maxDepth = 8;

/** Judges what a call sets its child's name to. */
export function judgeName(
  module: PythonModule,
  { variables, root, dir }: PythonSurroundings,
  written: SyntaxNode,
): Judgement {
  const { name: nameVariable, childPrefix } = variables;
  const value = follow(module, written);
  const [owner] = value.name === "MemberExpression" ? childrenOf(value) : [];
  const child = owner && findLoggingCall(module, dir, "child_env", follow(module, owner));
  if (child) return handled("a variable of its own", child);
  const read = readVariable(module, value);
  if (read?.name.startsWith(childPrefix)) {
    if (!read.fallback) {
      return handled("a variable of its own", { descriptor: read.name.slice(childPrefix.length) });
    }
    return report(
      `falls back to ${textOf(module, read.fallback)} where ${read.name} is missing, without a word; the standard wants that to be fatal`,
    );
  }
  if (read?.name === nameVariable) return report("gives its child this service's own name");
  if (read) {
    return report(`names its child by ${read.name}; a child's variable starts with ${childPrefix}`);
  }
  const [text, other] = readTexts(module, value, root);
  const isPlain = /^(?:Format|Continued)?String$|^BinaryExpression$/.test(value.name);
  if (text === undefined || other !== undefined || isComputed(text) || !isPlain) {
    return report(`sets ${nameVariable} to a value that can't be told`);
  }
  return {
    verdict: "patchable",
    reason: `names its child '${text}' itself`,
    name: text,
    notes: [],
    edits: (writer) => [{ start: written.from, end: written.to, text: writer.name() }],
  };
}

function follow(module: PythonModule, expression: SyntaxNode, depth = 0): SyntaxNode {
  const node = bareValue(expression);
  const value = depth < maxDepth ? assignedValue(module, node) : undefined;
  return value ? follow(module, value, depth + 1) : node;
}
