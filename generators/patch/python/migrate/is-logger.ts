import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import type { PythonModule } from "./module.js";
import { givenValue, originOf, type Project } from "./project.js";
import { readCall } from "./read-call.js";

const levels = /^(?:trace|debug|info|success|warning|warn|error|exception|critical|fatal|log)$/;

/** The level of a call that makes a record: `info` of `logger.info(…)`; undefined for any other expression. */
export function readRecordCall(
  project: Project,
  module: PythonModule,
  node: SyntaxNode,
): string | undefined {
  const call = readCall(module.source, node);
  const [object, , name] = call ? childrenOf(call.callee) : [];
  if (object === undefined || name?.name !== "PropertyName") return undefined;
  const level = textOf(module.source, name);
  return levels.test(level) && isLogger(project, module, object) ? level : undefined;
}

/** Whether an expression is a logger, of Loguru or of the standard library. */
export function isLogger(
  project: Project,
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): boolean {
  const node = unwrap(expression);
  const origin = originOf(project, module, node);
  if (origin !== undefined && /^(?:loguru\.logger|logging|logging\.root)$/.test(origin))
    return true;
  // Flask's, under whatever name the application has.
  if (
    /^(?:\w+\.)*(?:app|application|server|current_app)\.logger$/.test(textOf(module.source, node))
  )
    return true;
  const call = readCall(module.source, node);
  if (call) {
    if (originOf(project, module, call.callee) === "logging.getLogger") return true;
    const [object, , name] = childrenOf(call.callee);
    const method = name?.name === "PropertyName" ? textOf(module.source, name) : "";
    return /^(?:opt|bind|patch|getChild)$/.test(method) && object && depth < 8
      ? isLogger(project, module, object, depth + 1)
      : false;
  }
  const value = givenValue(module, node);
  return value !== undefined && depth < 8 && isLogger(project, module, value, depth + 1);
}
