import { readFileSync } from "node:fs";
import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import { readString } from "../read-string.js";
import { readRecordCall } from "./is-logger.js";
import { findDefinition, isIntercept, judgeHandler } from "./judge-handler.js";
import { isTerminal, shorten, type Verdict } from "./judge-sink.js";
import type { PythonModule, Statement } from "./module.js";
import { callOf, findTarget, originOf, type Project } from "./project.js";
import { type Call, readEntries, readItems } from "./read-call.js";

const goes: Verdict = { goes: true };
const stays = (reason: string): Verdict => ({ goes: false, reason });

/** Judges `logging.basicConfig(…)`, `dictConfig(…)`, `fileConfig(…)`; undefined for anything else. */
export function judgeConfigCall(project: Project, statement: Statement): Verdict | undefined {
  const { module } = statement;
  const call = statement.kind === "ExpressionStatement" ? callOf(statement) : undefined;
  const origin = call && originOf(project, module, call.callee);
  if (call === undefined) return undefined;
  if (origin === "logging.basicConfig") return judgeBasic(project, module, call);
  if (origin === "logging.config.dictConfig") return judgeDict(project, module, call);
  if (origin === "logging.config.fileConfig") return judgeFile(project, module, call);
  return undefined;
}

function judgeBasic(project: Project, module: PythonModule, call: Call): Verdict {
  if (call.isSpread)
    return stays("configures the root logger with arguments that could not be read");
  const stream = call.keywords.get("stream");
  if (stream && !isTerminal(project, module, stream))
    return stays(`configures the root logger for '${shorten(textOf(module.source, stream))}'`);
  const handlers = call.keywords.get("handlers");
  if (handlers === undefined) return goes;
  // The root logger has a handler by then, and nothing is done where it has one.
  const vain = call.keywords.has("force")
    ? "and takes the logging's own handler off: add that one by addHandler"
    : "and does nothing once the logging is set up: add that one by addHandler";
  const items = readItems(unwrap(handlers));
  if (items === undefined) return stays(`configures handlers that could not be read, ${vain}`);
  const reason = items
    .map((item) => judgeHandler(project, module, item).reason)
    .find((each) => each !== undefined);
  return reason === undefined ? goes : stays(`configures a handler that stays: ${reason}; ${vain}`);
}

function judgeDict(project: Project, module: PythonModule, call: Call): Verdict {
  const [given = call.keywords.get("config")] = call.positional;
  const found = given && findValue(project, module, given);
  const entries = found && readEntries(found.module.source, found.node);
  if (found === undefined || entries === undefined)
    return stays("configures loggers by a table that could not be read");
  if (entries.has("filters"))
    return stays("configures filters, which may keep something out of the log");
  const handlers = entries.get("handlers");
  const table = handlers ? readEntries(found.module.source, handlers) : new Map();
  for (const [name, handler] of table ?? [["?", undefined]]) {
    const options = handler && readEntries(found.module.source, handler);
    const kind = options?.get("class") ?? options?.get("()");
    const text = kind && readString(found.module.source, kind);
    const origin = kind && originOf(project, found.module, kind);
    const isOurs =
      (text !== undefined && isPlainClass(project, text)) ||
      (origin !== undefined && isIntercept(project, origin));
    if (!isOurs)
      return stays(
        `configures a handler that stays: '${name}' is no handler of a file or the terminal, as far as can be seen`,
      );
  }
  return goes;
}

function isPlainClass(project: Project, name: string): boolean {
  const known =
    /^(?:logging\.(?:StreamHandler|FileHandler|NullHandler|handlers\.(?:RotatingFileHandler|TimedRotatingFileHandler|WatchedFileHandler))|colorlog\.StreamHandler|rich\.logging\.RichHandler)$/;
  if (known.test(name)) return true;
  const found = project.resolve("", name);
  const [own, more] = found?.rest ?? [];
  return found !== undefined && own !== undefined && more === undefined
    ? isIntercept(project, `${found.file}#${own}`)
    : false;
}

function judgeFile(project: Project, module: PythonModule, call: Call): Verdict {
  const [given = call.keywords.get("fname")] = call.positional;
  const name = given && readString(module.source, given);
  const text = name === undefined ? undefined : readProjectFile(project, module, name);
  if (text === undefined) return stays("configures loggers by a file that could not be read");
  const classes = [...text.matchAll(/^\[handler_[^\]]+\][^[]*?^class\s*[=:]\s*(\S+)/gm)];
  const handlers = [...text.matchAll(/^\[handler_/gm)];
  const isPlain = classes.every(([, kind = ""]) =>
    /^(?:logging\.)?(?:StreamHandler|FileHandler|NullHandler|handlers\.\w*FileHandler)$/.test(kind),
  );
  return isPlain && classes.length === handlers.length
    ? { goes: true, ...(name === undefined ? {} : { unused: name }) }
    : stays(`configures a handler that stays, in '${name}'`);
}

function readProjectFile(
  { root }: Project,
  { file }: PythonModule,
  name: string,
): string | undefined {
  if (path.isAbsolute(name)) return undefined;
  for (const base of ["", path.posix.dirname(file)]) {
    const place = path.posix.join(base, name);
    if (place.startsWith("../")) continue;
    try {
      return readFileSync(path.join(root, place), "utf8");
    } catch {
      // The other place, then.
    }
  }
  return undefined;
}

/** A value that is written in place, or given to a name once, here or in another module. */
function findValue(
  project: Project,
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): { module: PythonModule; node: SyntaxNode } | undefined {
  const node = unwrap(expression);
  if (node.name !== "VariableName" || depth > 4) return { module, node };
  const binding = module.meanings.get(node.from);
  const [site, other] = binding?.sites ?? [];
  if (site === undefined || other !== undefined) return undefined;
  if (site.path !== undefined) {
    const target = findTarget(project, module, site.path);
    const [value, more] = target?.sites ?? [];
    return target && value?.value && more === undefined && isOnlyRead(target.uses)
      ? findValue(project, target.module, value.value, depth + 1)
      : undefined;
  }
  return site.value && isOnlyRead(binding?.uses ?? [])
    ? findValue(project, module, site.value, depth + 1)
    : undefined;
}

// `config["handlers"]["x"] = …` makes it another one.
function isOnlyRead(uses: readonly { node: SyntaxNode }[]): boolean {
  return uses.every(({ node }) => node.parent?.name !== "MemberExpression");
}

/** Whether a statement gives `sys.excepthook` a function that only logs; undefined for anything else. */
export function judgeHook(project: Project, statement: Statement): Verdict | undefined {
  const { module, node } = statement;
  if (statement.kind !== "AssignStatement") return undefined;
  const [target, , value] = childrenOf(node);
  const hook = target && originOf(project, module, target);
  if (!value || !/^(?:sys|threading)\.excepthook$/.test(hook ?? "")) return undefined;
  if (originOf(project, module, value) === "sys.__excepthook__")
    return stays("takes the logging's hook off: uncaught errors are not recorded");
  const definition = findDefinition(project, originOf(project, module, value) ?? "");
  const onlyLogs =
    definition?.kind === "FunctionDefinition" &&
    !definition.isDecorated &&
    (definition.blocks[0] ?? []).every((each) => isLogging(project, each));
  return onlyLogs
    ? goes
    : stays(
        `sets '${hook}' in the logging's place: an uncaught error is recorded only if it does so`,
      );
}

// A record, the way out for Ctrl+C, and what Python would have printed.
function isLogging(project: Project, statement: Statement): boolean {
  const { module, node, kind, blocks } = statement;
  if (/^(?:PassStatement|ReturnStatement)$/.test(kind)) {
    const value = childrenOf(node)[1];
    return value === undefined || isLoggingCall(project, module, value);
  }
  if (kind === "IfStatement") return blocks.flat().every((each) => isLogging(project, each));
  const [first] = childrenOf(node);
  if (kind !== "ExpressionStatement" || first === undefined) return false;
  return first.name === "String" || isLoggingCall(project, module, first);
}

function isLoggingCall(project: Project, module: PythonModule, node: SyntaxNode): boolean {
  if (node.name !== "CallExpression" || node.firstChild === null) return false;
  if (originOf(project, module, node.firstChild) === "sys.__excepthook__") return true;
  return readRecordCall(project, module, node) !== undefined;
}
