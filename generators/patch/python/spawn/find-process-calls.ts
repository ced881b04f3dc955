import type { SyntaxNode } from "@lezer/common";
import { textOf } from "../parse-python.js";
import { findApi, type ProcessApi } from "./process-apis.js";
import { nodesIn, type PythonModule } from "./read-module.js";
import { resolvePath } from "./resolve-path.js";

/** A place that starts a process, or hands on what does. */
export interface ProcessCall {
  api: ProcessApi;
  /** The call; for what is handed on, its name. */
  node: SyntaxNode;
  /** Given to somebody else as a value, or made a class of one's own. */
  isHandedOn: boolean;
}

/** Finds a module's calls of what starts processes, and what is handed on, in the order of the text. */
export function findProcessCalls(module: PythonModule): ProcessCall[] {
  const found: ProcessCall[] = [];
  for (const node of nodesIn(module.tree.topNode)) {
    const callee = node.name === "CallExpression" ? node.firstChild : undefined;
    const api = apiOf(module, callee);
    if (api) found.push({ api, node, isHandedOn: false });
    else if (isHandedOn(module, node)) {
      const handed = apiOf(module, node);
      if (handed) found.push({ api: handed, node, isHandedOn: true });
    }
  }
  return found;
}

function apiOf(module: PythonModule, node: SyntaxNode | null | undefined): ProcessApi | undefined {
  const path =
    node && /^(?:VariableName|MemberExpression)$/.test(node.name) && resolvePath(module, node);
  return path ? findApi(path) : undefined;
}

// An argument of a call, or a class that another one is made of.
function isHandedOn(module: PythonModule, node: SyntaxNode): boolean {
  const { parent, prevSibling, nextSibling } = node;
  if (parent?.name !== "ArgList" || nextSibling?.name === "AssignOp" || prevSibling?.name === ":") {
    return false;
  }
  const callee = parent.prevSibling;
  // They ask what something is, and start nothing.
  return !(
    callee &&
    /(?:^|\.)(?:isinstance|issubclass|cast|patch|Mock|MagicMock|spec)$/.test(textOf(module, callee))
  );
}
