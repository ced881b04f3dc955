import type { SyntaxNode } from "@lezer/common";
import { type PythonFault, type PythonSource, parsePython, unwrap } from "../parse-python.js";
import { type Binding, readScopes, type Scopes } from "./read-scopes.js";

/** A Python file whose names are looked up in their scopes. */
export interface PythonModule extends PythonSource {
  /** POSIX path relative to the target. */
  file: string;
  scopes: Scopes;
}

/** Parses a text (without its byte order mark) and reads its scopes, or says where its syntax is broken. */
export async function parseModule(file: string, text: string): Promise<PythonModule | PythonFault> {
  const source = await parsePython(text);
  if (!("reason" in source)) return { ...source, file, scopes: readScopes(source) };
  return { line: source.line, reason: `can't be read: ${source.reason}` };
}

/** Every node below one, itself included, in the order of the text. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (let child = node.firstChild; child; child = child.nextSibling) yield* nodesIn(child);
}

/** What stands in parentheses, on either side of `:=`, or by itself. */
export function bareValue(node: SyntaxNode): SyntaxNode {
  const inner = unwrap(node);
  return inner.name === "NamedExpression" && inner.lastChild ? bareValue(inner.lastChild) : inner;
}

/** The value of a name where it stands, when it is a variable that was set once on the way there. */
export function assignedValue({ scopes }: PythonModule, name: SyntaxNode): SyntaxNode | undefined {
  const binding = name.name === "VariableName" ? scopes.bindingOf(name) : undefined;
  return binding?.value && bareValue(binding.value);
}

/** Whether an expression is, or is a part of, what a function is given. */
export function isGiven({ scopes }: PythonModule, node: SyntaxNode): boolean {
  let at: SyntaxNode | null = bareValue(node);
  while (at && at.name !== "VariableName") {
    if (at.name !== "MemberExpression" && at.name !== "CallExpression") return false;
    at = at.firstChild;
  }
  const binding: Binding | undefined = at ? scopes.bindingOf(at) : undefined;
  return binding?.kind === "parameter";
}
