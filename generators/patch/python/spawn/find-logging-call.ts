import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { listArguments } from "../read-arguments.js";
import { readString } from "../read-string.js";
import { bareValue, type PythonModule } from "./read-module.js";
import { resolvePath } from "./resolve-path.js";

/** What services import from the logging folder for their children. */
export type LoggingFunction = "child_env" | "watch_child";

/** A call of one of them, and the child it is about when that is written out. */
export interface LoggingCall {
  node: SyntaxNode;
  descriptor?: string;
}

/** The call of the logging folder's `child_env` or `watch_child` that an expression is. */
export function findLoggingCall(
  module: PythonModule,
  dir: string,
  member: LoggingFunction,
  expression: SyntaxNode,
): LoggingCall | undefined {
  const node = bareValue(expression);
  const callee = node.name === "CallExpression" ? node.firstChild : undefined;
  const called = callee && resolvePath(module, callee);
  if (!called || findMember(module.file, dir, called) !== member) return undefined;
  const [child] = listArguments(module, node);
  const descriptor = child && readString(module, child.value);
  return descriptor === undefined ? { node } : { node, descriptor };
}

/** The name in the logging folder that a dotted path means: `..app_logging.child_env`; undefined for any other. */
export function findMember(file: string, dir: string, dotted: string): string | undefined {
  const [, dots = "", names = ""] = /^(\.*)(.*)$/.exec(dotted) ?? [];
  const parts = names.split(".");
  const member = parts.pop() ?? "";
  if (parts.at(-1) === "child_process") parts.pop();
  const written = parts.join("/");
  if (dots === "") {
    // However the folder's own folders are searched.
    const isMeant = written !== "" && (dir === written || dir.endsWith(`/${written}`));
    return isMeant ? member : undefined;
  }
  const up = "../".repeat(dots.length - 1);
  const folder = path.posix.join(path.posix.dirname(file), up, written);
  return path.posix.normalize(folder) === path.posix.normalize(dir) ? member : undefined;
}
