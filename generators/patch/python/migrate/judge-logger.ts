import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import { readString } from "../read-string.js";
import { judgeHandler } from "./judge-handler.js";
import type { Verdict } from "./judge-sink.js";
import type { PythonModule, Statement } from "./module.js";
import { callOf, givenValue, originOf, type Project } from "./project.js";
import { readCall, readItems } from "./read-call.js";

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
  /** Why a file is no part of the service's log. */
  own?: string;
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

function judge({ what, reason, name }: Act, same: readonly Act[]): Verdict | undefined {
  const added = same.filter((each) => each.what === "adds");
  const isApart = same.some((each) => each.what === "separates");
  const own = added.find((each) => each.own !== undefined)?.own;
  const isOwn = own !== undefined || (isApart && name !== undefined && added.some(isFileAct));
  const keeps = isOwn || added.some((each) => each.reason !== undefined);
  switch (what) {
    case "adds":
      if (reason !== undefined)
        return { goes: false, reason: `adds a handler that stays: ${reason}` };
      if (own !== undefined) return { goes: false, reason: own };
      // `audit`, with a file and no parent: a log of its own, and so are its other handlers.
      return isApart && keeps
        ? { goes: false, reason: `is of a log apart from the rest: '${name ?? "?"}'` }
        : { goes: true };
    case "empties":
      // A logger without handlers and without parents: somebody wants it silent.
      if ((isApart && added.length === 0) || isOwn) return undefined;
      return reason === undefined ? { goes: true } : { goes: false, reason };
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
      if (items.length === 0) return about.isUnknown ? undefined : { ...about, what: "empties" };
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
      const made = givenValue(module, first) ?? first;
      // A logger of a library, or one that is to be silent.
      if (/\bNullHandler\(/.test(textOf(module.source, made))) return undefined;
      const { reason } = judgeHandler(project, module, first);
      const isFile = /FileHandler\b/.test(textOf(module.source, made));
      const own = isFile ? findOwnLog(project, module, object, made) : undefined;
      return {
        ...about,
        what: "adds",
        isFile,
        ...(reason === undefined ? {} : { reason }),
        ...(own === undefined ? {} : { own }),
      };
    }
    case "removeHandler": {
      const reason = findOtherWork(module, statement, about);
      return { ...about, what: "empties", ...(reason === undefined ? {} : { reason }) };
    }
    case "clear": {
      const [owner, , list] = childrenOf(object);
      const isHandlers = list && textOf(module.source, list) === "handlers";
      if (!owner || !isHandlers) return undefined;
      const logger = describe(project, module, owner);
      return logger.isUnknown ? undefined : { statement, ...logger, what: "empties" };
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

function isFileAct({ isFile }: Act): boolean {
  return isFile === true;
}

const servers =
  /^(?:uvicorn|gunicorn|hypercorn|werkzeug|flask|django|fastapi|starlette|tornado|aiohttp)\b/;

// One file for each name that a function is called with, or for what a library logs.
function findOwnLog(
  project: Project,
  module: PythonModule,
  object: SyntaxNode,
  handler: SyntaxNode,
): string | undefined {
  const logger = unwrap(givenValue(module, object) ?? object);
  const [asked] = readCall(module.source, logger)?.positional ?? [];
  if (asked === undefined) return undefined;
  const isGiven = (node: SyntaxNode) => listParameters(module, node).length > 0;
  if (isGiven(asked) && isGiven(handler))
    return "makes a file for every name that it is called with";
  const name = readString(module.source, asked);
  const [library = ""] = name?.split(".") ?? [];
  const isLibrary = name !== undefined && !servers.test(name) && isImported(project, library);
  return isLibrary ? `writes what '${name}' logs to a file of its own` : undefined;
}

function listParameters(module: PythonModule, node: SyntaxNode, depth = 0): string[] {
  if (node.name === "VariableName") {
    const sites = module.meanings.get(node.from)?.sites ?? [];
    if (sites.some(({ kind }) => kind === "parameter")) return [textOf(module.source, node)];
    const value = givenValue(module, node);
    return value && depth < 4 ? listParameters(module, value, depth + 1) : [];
  }
  return childrenOf(node).flatMap((child) => listParameters(module, child, depth));
}

// Loaded by some module, and none of the project's own.
function isImported(project: Project, library: string): boolean {
  for (const { file, bindings } of project.modules.values())
    for (const { sites } of bindings)
      for (const { path } of sites)
        if (path?.split(".")[0] === library) return project.resolve(file, library) === undefined;
  return false;
}

function describe(
  project: Project,
  module: PythonModule,
  object: SyntaxNode,
): { logger: string; name?: string; isUnknown?: boolean } {
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
  const logger = textOf(module.source, object);
  return /(?:^|\.)(?:\w*app|application|server)\.logger$|^logging\.Logger\.root$/.test(logger)
    ? { logger }
    : { logger, isUnknown: true };
}

// What is taken off may be wanted elsewhere, or belong to a logger that keeps its own.
function findOtherWork(
  module: PythonModule,
  statement: Statement,
  { logger, isUnknown }: { logger: string; isUnknown?: boolean },
): string | undefined {
  if (isUnknown) return `takes a handler off '${logger}', a logger that could not be told`;
  const loop = /^(?:For|While)Statement$/.test(statement.parent?.kind ?? "")
    ? statement.parent
    : undefined;
  const isPlain = (each: Statement) =>
    /\.(?:removeHandler|close|flush)\([^()]*(?:\[0\])?\)$/.test(
      textOf(module.source, each.node).trim(),
    );
  return loop && !loop.blocks.flat().every(isPlain)
    ? "takes all handlers off a logger, the logging's too where it is the root, and does more with them"
    : undefined;
}
