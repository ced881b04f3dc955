import path from "node:path";
import type { ts } from "ts-morph";
import { expandAlias } from "../../target/find-aliases.js";
import type { Aliases } from "../../target/target.js";
import { unwrap } from "../resolve-references.js";
import type { SpawnContext } from "./read-spawn-context.js";
import { resolveCallee } from "./resolve-callee.js";

/** The folder that childEnv and watchChild come from, and what imports may call it. */
export interface LoggingFolder {
  /** POSIX path relative to the target. */
  dir: string;
  aliases?: Aliases;
}

/** A call of one of the logging folder's functions, and the child it is about when that is written out. */
export interface LoggingCall {
  node: ts.CallExpression;
  descriptor?: string;
}

/** The call of the logging folder's `childEnv` or `watchChild` that an expression is. */
export function findLoggingCall(
  context: SpawnContext,
  folder: LoggingFolder,
  member: "childEnv" | "watchChild",
  expression: ts.Expression,
): LoggingCall | undefined {
  const { ts } = context;
  const node = unwrap(ts, expression);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = resolveCallee(context, node.expression);
  if (callee?.members.join(".") !== member) return undefined;
  if (!isLoggingIndex(context.file, folder, callee.module)) return undefined;
  const [descriptor] = node.arguments;
  return descriptor && ts.isStringLiteralLike(descriptor)
    ? { node, descriptor: descriptor.text }
    : { node };
}

/** The files of the logging folder that programs import from. */
export type LoggingPart = "index" | "child" | "logger" | "exit";

/** Whether a specifier in a file means the logging folder's index, or the file that its children's names come from. */
export function isLoggingIndex(file: string, folder: LoggingFolder, specifier: string): boolean {
  const part = findLoggingPart(file, folder, specifier);
  return part === "index" || part === "child";
}

/** Which file of the logging folder a specifier means; undefined where it means none that is imported from. */
export function findLoggingPart(
  file: string,
  { dir, aliases = {} }: LoggingFolder,
  specifier: string,
): LoggingPart | undefined {
  const isRelative = /^\.{1,2}(?:\/|$)/.test(specifier);
  const places = isRelative
    ? [path.posix.join(path.posix.dirname(file), specifier)]
    : expandAlias(specifier, aliases);
  const wanted = path.posix.normalize(dir);
  for (const place of places) {
    const bare = path.posix.normalize(place).replace(/\/$|\.[mc]?[jt]s$/, "");
    if (bare === wanted) return "index";
    const name = bare.startsWith(`${wanted}/`) ? bare.slice(wanted.length + 1) : "";
    if (name === "index" || name === "child" || name === "logger" || name === "exit") return name;
  }
  return undefined;
}
