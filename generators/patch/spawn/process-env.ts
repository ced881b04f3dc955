import type { ts } from "ts-morph";
import type { SpawnContext } from "./read-spawn-context.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

/** Whether an expression is `process.env` under any name. */
export function isProcessEnv(context: SpawnContext, node: ts.Expression): boolean {
  const callee = resolveCallee(context, node);
  return callee !== undefined && calleeName(callee) === "process.env";
}

/** The variable of this environment that an expression reads. */
export function findVariable(context: SpawnContext, node: ts.Expression): string | undefined {
  const callee = resolveCallee(context, node);
  const [owner, name] = callee?.module === "process" ? callee.members : [];
  return owner === "env" ? name : undefined;
}
