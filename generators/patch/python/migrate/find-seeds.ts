import { childrenOf, textOf } from "../parse-python.js";
import { judgeConfigCall, judgeHook } from "./judge-config.js";
import { judgeHandlerName } from "./judge-handler.js";
import { judgeLoggers } from "./judge-logger.js";
import { judgeLoguruCall, type Verdict } from "./judge-sink.js";
import type { Binding, PythonModule, Statement } from "./module.js";
import { callOf, originOf, type Project } from "./project.js";

/** The statements of a module that set logging up, and what becomes of each. */
export function findSeeds(project: Project, module: PythonModule): ReadonlyMap<Statement, Verdict> {
  const verdicts = new Map(judgeLoggers(project, module));
  for (const statement of module.all) {
    const verdict =
      judgeLoguruCall(project, statement) ??
      judgeConfigCall(project, statement) ??
      judgeHook(project, statement);
    if (verdict) verdicts.set(statement, verdict);
  }
  for (const statement of findHidden(project, module))
    if (!verdicts.has(statement))
      verdicts.set(statement, {
        goes: false,
        reason: "changes the sinks in a way that was not understood",
      });
  keepParts(verdicts);
  for (const statement of module.all) {
    if (isPart(project, statement, verdicts)) verdicts.set(statement, { goes: true });
  }
  return verdicts;
}

// In the midst of other code: `self.sink = logger.add(…)`.
function findHidden(project: Project, module: PythonModule): Statement[] {
  return module.members.flatMap(({ name, object, node, statement }) => {
    if (!/^(?:add|configure)$/.test(name)) return [];
    const isCall = node.parent?.parent?.name === "CallExpression";
    return isCall && originOf(project, module, object) === "loguru.logger" ? [statement] : [];
  });
}

// What shares its line with other code can't be cut out of it without a trace.
function keepParts(verdicts: Map<Statement, Verdict>): void {
  for (const [{ parent }] of verdicts) {
    if (parent?.kind !== "StatementGroup") continue;
    const parts = parent.blocks.flat();
    if (parts.every((each) => verdicts.get(each)?.goes)) continue;
    for (const each of parts)
      if (verdicts.has(each))
        verdicts.set(each, { goes: false, reason: "shares its line with other code" });
  }
}

// `handler.setFormatter(…)` of a handler that goes wherever it is added.
function isPart(
  project: Project,
  statement: Statement,
  verdicts: ReadonlyMap<Statement, Verdict>,
): boolean {
  const { module } = statement;
  if (verdicts.has(statement)) return false;
  const call = statement.kind === "ExpressionStatement" ? callOf(statement) : undefined;
  const target = call?.callee ?? childrenOf(statement.node)[0];
  if (statement.kind !== "AssignStatement" && call === undefined) return false;
  const [object, , name] = target?.name === "MemberExpression" ? childrenOf(target) : [];
  const binding = object?.name === "VariableName" ? module.meanings.get(object.from) : undefined;
  if (binding === undefined || name === undefined) return false;
  if (call && !/^(?:setLevel|setFormatter|set_name|close|flush)$/.test(textOf(module.source, name)))
    return false;
  const isClosed = call !== undefined && /^(?:close|flush)$/.test(textOf(module.source, name));
  if (isClosed) return isTakenOff(binding, statement, verdicts);
  if (judgeHandlerName(project, binding).reason !== undefined) return false;
  const added = binding.uses.filter((use) => use.statement !== statement);
  const users = added.map((use) => verdicts.get(use.statement));
  return users.some((each) => each?.goes) && !users.some((each) => each?.goes === false);
}

// `for handler in logger.handlers[:]: logger.removeHandler(handler); handler.close()`
function isTakenOff(
  { sites, uses }: Binding,
  statement: Statement,
  verdicts: ReadonlyMap<Statement, Verdict>,
): boolean {
  const isLoop = sites.every((site) => site.statement.kind === "ForStatement");
  return (
    isLoop && uses.some((use) => use.statement !== statement && verdicts.get(use.statement)?.goes)
  );
}
