import { relayed } from "../../spawn/note-relays.js";
import { textOf } from "../parse-python.js";
import { type Argument, keyword } from "../read-arguments.js";
import type { ProcessCall } from "./find-process-calls.js";
import { childOf } from "./judge-watching.js";
import { nodesIn, type PythonModule } from "./read-module.js";
import { scopeOf } from "./read-scopes.js";

const shows = /(?:^|[._])(?:log|logger|logging)\.\w+$|^print$|\bsys\.std(?:out|err)\.write$/i;

/** Notes where a call's output, records and all, is logged or shown again. */
export function noteRelays(
  module: PythonModule,
  call: ProcessCall,
  args: readonly Argument[],
): string[] {
  // Records go to stderr: unless it is taken, the child prints them by itself.
  const isTaken = keyword(args, "stderr") ?? keyword(args, "capture_output");
  const child = childOf(call);
  if (!isTaken || !child) return [];
  const isShown = [...nodesIn(scopeOf(call.node))].some((node) => {
    const callee =
      node.name === "CallExpression" && node.from > child.to ? node.firstChild : undefined;
    const list = callee && node.getChild("ArgList");
    return (
      list &&
      shows.test(textOf(module, callee)) &&
      /std(?:out|err)|\boutput\b/.test(textOf(module, list))
    );
  });
  return isShown ? [relayed] : [];
}
