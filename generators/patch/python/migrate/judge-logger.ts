import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { judgeHandler } from "./judge-handler.js";
import type { Verdict } from "./judge-sink.js";
import type { PythonModule, Statement } from "./module.js";
import { callOf, givenValue, originOf, type Project } from "./project.js";
import { readCall, readItems, readString, unwrap } from "./read-call.js";

/** What a statement does to a logger of the standard library. */
interface Act {
  statement: Statement;
  /** The logger, in words that are alike for one logger within a function. */
  logger: string;
  what: "adds" | "empties" | "level" | "propagates" | "separates";
  /** Why a handler that is added stays. */
  reason?: string;
  /** The name that it was asked for by, where that is a plain text. */
  name?: string;
  isFile?: boolean;
}

/**
 * Judges all that a module does to loggers: handlers that are added and taken off, and the level and
 * the propagation of those that had such a handler.
 */
export function judgeLoggers(
  project: Project,
  module: PythonModule,
): ReadonlyMap<Statement, Verdict> {
  const acts = module.all.flatMap((statement) => readAct(project, statement) ?? []);
  const verdicts = new Map<Statement, Verdict>();
  for (const act of acts) {
    const same = acts.filter(({ logger }) => logger === act.logger);
    const verdict = judge(act, same);
    if (verdict) verdicts.set(act.statement, verdict);
  }
  return verdicts;
}

function judge({ what, reason, name, isFile }: Act, same: readonly Act[]): Verdict | undefined {
  const added = same.filter((each) => each.what === "adds");
  const isApart = same.some((each) => each.what === "separates");
  const keeps =
    added.some((each) => each.reason !== undefined) ||
    (isApart && name !== undefined && added.some((each) => each.isFile));
  switch (what) {
    case "adds":
      if (reason !== undefined)
        return { goes: false, reason: `adds a handler that stays: ${reason}` };
      // `audit`, with a file and no parent: a log of its own.
      return isApart && name !== undefined && isFile
        ? {
            goes: false,
            reason: `gives the logger '${name}' a file of its own, apart from the rest`,
          }
        : { goes: true };
    case "empties":
      // A logger without handlers and without parents: somebody wants it silent.
      if (isApart && added.length === 0) return undefined;
      return { goes: true };
    default:
      return added.length > 0 && !keeps ? { goes: true } : undefined;
  }
}

function readAct(project: Project, statement: Statement): Act | undefined {
  const { module } = statement;
  const call = callOf(statement);
  if (call) return readCallAct(project, statement, call);
  if (statement.kind !== "AssignStatement") return undefined;
  const [target, operator, value] = childrenOf(statement.node);
  const [object, , name] = target?.name === "MemberExpression" ? childrenOf(target) : [];
  if (!object || !value || name?.name !== "PropertyName" || operator?.name !== "AssignOp")
    return undefined;
  const about = { statement, ...describe(project, module, object) };
  switch (textOf(module.source, name)) {
    case "handlers": {
      const items = readItems(unwrap(value));
      if (items === undefined) return undefined;
      if (items.length === 0) return { ...about, what: "empties" };
      const reason = items
        .map((item) => judgeHandler(project, module, item).reason)
        .find((each) => each !== undefined);
      return { ...about, what: "adds", ...(reason === undefined ? {} : { reason }) };
    }
    case "propagate": {
      const isOff = /^(?:False|0)$/.test(textOf(module.source, value));
      return { ...about, what: isOff ? "separates" : "propagates" };
    }
    default:
      return undefined;
  }
}

function readCallAct(
  project: Project,
  statement: Statement,
  call: NonNullable<ReturnType<typeof callOf>>,
): Act | undefined {
  const { module } = statement;
  const [object, , name] = childrenOf(call.callee);
  if (statement.kind !== "ExpressionStatement" || !object || name?.name !== "PropertyName")
    return undefined;
  const [first] = call.positional;
  const about = { statement, ...describe(project, module, object) };
  switch (textOf(module.source, name)) {
    case "addHandler": {
      if (first === undefined) return undefined;
      const { reason } = judgeHandler(project, module, first);
      const made = givenValue(module, first) ?? first;
      const isFile = /FileHandler\b/.test(textOf(module.source, made));
      return { ...about, what: "adds", isFile, ...(reason === undefined ? {} : { reason }) };
    }
    case "removeHandler":
      return { ...about, what: "empties" };
    case "clear": {
      const [owner, , list] = childrenOf(object);
      const isHandlers = list && textOf(module.source, list) === "handlers";
      return owner && isHandlers
        ? { statement, ...describe(project, module, owner), what: "empties" }
        : undefined;
    }
    case "setLevel": {
      const origin = first && originOf(project, module, first);
      const text = first ? textOf(module.source, first) : "";
      // Quieter than the rest on purpose.
      const isQuiet = /\b(?:WARN|WARNING|ERROR|CRITICAL|FATAL)\b/.test(origin ?? text);
      return isQuiet ? undefined : { ...about, what: "level" };
    }
    default:
      return undefined;
  }
}

function describe(
  project: Project,
  module: PythonModule,
  object: SyntaxNode,
): { logger: string; name?: string } {
  const value = unwrap(givenValue(module, object) ?? object);
  const call = readCall(module.source, value);
  const origin = call ? originOf(project, module, call.callee) : undefined;
  const [first] = call?.positional ?? [];
  const name = first && readString(module.source, first);
  if (originOf(project, module, value) === "logging.root") return { logger: "root" };
  if (origin === "logging.getLogger") {
    if (first === undefined || textOf(module.source, first) === "None") return { logger: "root" };
    return name === undefined
      ? { logger: `getLogger ${textOf(module.source, first)}` }
      : { logger: `getLogger ${name}`, name };
  }
  return { logger: textOf(module.source, object) };
}
