import type { SyntaxNode } from "@lezer/common";
import type { Watching } from "../../spawn/judge-watching.js";
import { textOf } from "../parse-python.js";
import { keyword, listArguments } from "../read-arguments.js";
import { findLoggingCall } from "./find-logging-call.js";
import type { ProcessCall } from "./find-process-calls.js";
import { findUses } from "./find-writes.js";
import { nodesIn, type PythonModule } from "./read-module.js";

/** Judges whether `watch_child` can be given what a call returns. `dir` is the logging folder. */
export function judgeWatching(
  module: PythonModule,
  dir: string,
  { api, node }: ProcessCall,
): Watching {
  const impossible = (reason: string): Watching => ({
    state: "impossible",
    reason: `can't be watched: ${reason}`,
  });
  if (!api.gives) return impossible(`${api.kind} gives no child process`);
  const child = childOf({ api, node });
  if (!child) return impossible("its child comes from a coroutine that is awaited elsewhere");
  if (isWatched(module, dir, child)) return { state: "watched" };
  const check = keyword(listArguments(module, node), "check");
  return check && textOf(module, check) !== "False"
    ? impossible("with check it raises an error where its child ends badly")
    : { state: "possible" };
}

/** The expression whose value is the child: of a coroutine, what awaits it. */
export function childOf({ api, node }: Pick<ProcessCall, "api" | "node">): SyntaxNode | undefined {
  if (api.gives !== "awaited child") return node;
  return node.parent?.name === "AwaitExpression" ? node.parent : undefined;
}

function isWatched(module: PythonModule, dir: string, child: SyntaxNode): boolean {
  if (isWatchedValue(module, dir, child)) return true;
  const holder = holderOf(child);
  if (!holder) return false;
  // `watch_child("X", child)` wherever the variable is meant; of an attribute, wherever it is written so.
  if (holder.name === "VariableName") {
    return findUses(module, holder).some((use) => isWatchedValue(module, dir, use));
  }
  const written = textOf(module, holder);
  return [...nodesIn(module.tree.topNode)].some(
    (node) =>
      node.name === holder.name &&
      textOf(module, node) === written &&
      isWatchedValue(module, dir, node),
  );
}

function isWatchedValue(module: PythonModule, dir: string, value: SyntaxNode): boolean {
  const call = value.parent?.name === "ArgList" ? value.parent.parent : undefined;
  if (!call || !findLoggingCall(module, dir, "watch_child", call)) return false;
  return listArguments(module, call)[1]?.value.from === value.from;
}

/** What a child is put into: `child = …`, `self.child = …`, `with … as child`. */
export function holderOf(child: SyntaxNode): SyntaxNode | undefined {
  const { parent, nextSibling } = child;
  if (parent?.name === "AssignStatement" && parent.firstChild?.from !== child.from) {
    return parent.firstChild ?? undefined;
  }
  const isNamed = parent?.name === "WithStatement" && nextSibling?.name === "as";
  return isNamed ? (nextSibling.nextSibling ?? undefined) : undefined;
}
