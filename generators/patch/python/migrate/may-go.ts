import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { type DeadCode, isGone, isLive, wasUsed } from "./dead-code.js";
import { readRecordCall } from "./is-logger.js";
import { isPure } from "./is-pure.js";
import { judgeHandler } from "./judge-handler.js";
import type { Binding, PythonModule, Site, Statement } from "./module.js";
import { callOf, originOf } from "./project.js";

/** How sure a judgement has to be. */
export interface Certainty {
  /** Everything that may go is known: what a statement is about has to be among it. */
  isSure: boolean;
}

/** Whether a statement goes when all that it is about goes. */
export function mayGo(code: DeadCode, statement: Statement, certainty: Certainty): boolean {
  switch (statement.kind) {
    case "IfStatement":
      return isSpent(code, statement) || isCheck(code, statement, certainty);
    case "ForStatement":
    case "WhileStatement":
    case "StatementGroup":
      return isSpent(code, statement);
    case "TryStatement":
      return isSpentTry(code, statement);
    case "ExpressionStatement":
      return isDirectory(code, statement, certainty) || isAnnouncement(code, statement, certainty);
    default:
      return false;
  }
}

// Each by itself: what goes only because the whole goes is no reason for that.
function isSpent(code: DeadCode, statement: Statement): boolean {
  const inner = statement.blocks.flat();
  const isGone = (each: Statement) => each.kind === "PassStatement" || code.dead.has(each);
  if (!inner.every(isGone) || !inner.some((each) => code.dead.has(each))) return false;
  return childrenOf(statement.node).every(
    (part) =>
      part.name === "Body" ||
      /(?:Statement|Definition)$/.test(part.name) ||
      part.firstChild === null ||
      isIdle(code, statement.module, part),
  );
}

// With nothing left to try there is nothing to catch.
function isSpentTry(code: DeadCode, { node, blocks }: Statement): boolean {
  const heads = childrenOf(node).filter(({ name }) => /^(?:try|except|else|finally)$/.test(name));
  const tried = blocks.filter((_, index) => heads[index]?.name !== "except").flat();
  const isGone = (each: Statement) => each.kind === "PassStatement" || code.dead.has(each);
  return tried.every(isGone) && tried.some((each) => code.dead.has(each));
}

// `if not app_name: raise ValueError(…)`: the variables that the guard asks for, for nothing but the log.
function isCheck(code: DeadCode, statement: Statement, { isSure }: Certainty): boolean {
  const { module, blocks, node } = statement;
  const [block, ...others] = blocks;
  if (others.length > 0 || block?.length !== 1 || block[0]?.kind !== "RaiseStatement") return false;
  const test = childrenOf(node)[1];
  if (test === undefined || !isIdle(code, module, test)) return false;
  const used = code.usesOf(statement).filter(({ binding }) => isValue(binding));
  const areSettings = used.every(({ binding }) => binding.sites.every(readsSetting));
  if (used.length === 0 || !areSettings) return false;
  return isSure
    ? used.every(({ binding }) => isGone(code, binding))
    : used.some(({ binding }) => wasUsed(code, binding));
}

// What the set-up guards itself, and what is about nothing but the log.
function readsSetting({ statement }: Site): boolean {
  const named = /["'](\w*)["']/.exec(textOf(statement.module.source, statement.node))?.[1] ?? "";
  return /^(?:NAME_APP|APP_NAME|RUN_ENVIRONMENT|PATH_TO_LOGS|(?:\w+_)?LOGS?(?:GING)?_\w+|LOG\w*)$/.test(
    named,
  );
}

function isValue({ sites }: Binding): boolean {
  return sites.some(({ kind }) => kind !== "import" && kind !== "definition");
}

// `os.makedirs(folder, exist_ok=True)`, `path.parent.mkdir(…)` for a log that is not written there any more.
function isDirectory(code: DeadCode, statement: Statement, { isSure }: Certainty): boolean {
  const { module } = statement;
  const call = callOf(statement);
  if (call === undefined) return false;
  const origin = originOf(code.project, module, call.callee) ?? "";
  const [object, , name] = childrenOf(call.callee);
  const isMade = name?.name === "PropertyName" && textOf(module.source, name) === "mkdir";
  const isPath = isMade && object !== undefined && isIdle(code, module, object);
  if (!/^os\.(?:makedirs|mkdir)$/.test(origin) && !isPath) return false;
  const used = code.usesOf(statement).filter(({ binding }) => isValue(binding));
  if (used.length === 0) return isFolderOfSink(code, statement);
  return isSure
    ? used.every(({ binding }) => !isLive(code, binding))
    : used.some(({ binding }) => wasUsed(code, binding));
}

// `os.makedirs("logs")` beside `logger.add("logs/app.log")`.
function isFolderOfSink(code: DeadCode, statement: Statement): boolean {
  const { module } = statement;
  const folder = /["']([^"']+)["']/.exec(textOf(module.source, statement.node))?.[1];
  if (folder === undefined) return false;
  const start = `${folder.replace(/\/$/, "")}/`;
  const text = [...code.dead]
    .filter((each) => each.module === module && each !== statement)
    .map((each) => textOf(module.source, each.node))
    .join("\n");
  return new RegExp(`["']${start.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(text);
}

// A record that says where the log goes: it would be wrong now.
function isAnnouncement(code: DeadCode, statement: Statement, { isSure }: Certainty): boolean {
  if (!isQuietRecord(code, statement)) return false;
  if (!/(?:^|[^A-Za-z])log(?:s|ger|ging|file)?(?:$|[^A-Za-z])/i.test(readArguments(statement)))
    return false;
  const about = code
    .usesOf(statement)
    .map(({ binding }) => binding)
    .filter(({ sites }) => sites.every(({ kind }) => kind === "assign"));
  return about.some((binding) => !isSure || isGone(code, binding));
}

function isQuietRecord({ project }: DeadCode, { module, node, kind }: Statement): boolean {
  const [expression] = childrenOf(node);
  if (kind !== "ExpressionStatement" || !expression) return false;
  const level = readRecordCall(project, module, expression);
  const given = expression.lastChild;
  return (
    /^(?:trace|debug|info|success)$/.test(level ?? "") &&
    given !== null &&
    childrenOf(given).every((part) => part.firstChild === null || isPure(project, module, part))
  );
}

function readArguments({ module, node }: Statement): string {
  const given = node.firstChild?.lastChild;
  return given ? textOf(module.source, given) : "";
}

/** Whether nothing is missed when an expression is not evaluated, handlers of the set-up included. */
export function isIdle(code: DeadCode, module: PythonModule, node: SyntaxNode): boolean {
  const { project } = code;
  return isPure(
    project,
    module,
    node,
    (call) => judgeHandler(project, module, call).reason === undefined,
  );
}
