import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import type { PythonModule, Statement } from "./module.js";
import { callOf, originOf, type Project } from "./project.js";
import { isLiteral, readCall, readEntries, readItems } from "./read-call.js";

/** What becomes of a statement that sets something up: it goes, or it stays and it is said why. */
export type Verdict =
  /** `unused`: a file that nothing reads any more; `isOfAll`: the reason holds for the whole file. */
  { goes: true; unused?: string } | { goes: false; reason: string; isOfAll?: true };

const goes: Verdict = { goes: true };
const stays = (reason: string): Verdict => ({ goes: false, reason });

/** Judges `logger.remove()`, `logger.add(…)` and `logger.configure(…)` of Loguru; undefined for anything else. */
export function judgeLoguruCall(project: Project, statement: Statement): Verdict | undefined {
  const { module } = statement;
  const call = callOf(statement);
  const [object, , method] = call ? childrenOf(call.callee) : [];
  if (call === undefined || object === undefined || method?.name !== "PropertyName")
    return undefined;
  if (originOf(project, module, object) !== "loguru.logger") return undefined;
  switch (textOf(module.source, method)) {
    case "remove":
      return judgeRemove(project, statement, call.positional[0] ?? call.keywords.get("handler_id"));
    case "add": {
      if (call.isSpread) return stays("adds a sink with arguments that could not be read");
      const [sink = call.keywords.get("sink")] = call.positional;
      return sink === undefined ? undefined : judgeSink(project, module, sink, call.keywords);
    }
    case "configure":
      return judgeConfigure(project, module, call);
    default:
      return undefined;
  }
}

// `logger.remove(id)` of a sink that stays is its owner's.
function judgeRemove(
  project: Project,
  { module }: Statement,
  id: SyntaxNode | undefined,
): Verdict | undefined {
  if (id === undefined || id.name === "Number" || isLiteral(module.source, id, "None")) return goes;
  const sites = module.meanings.get(id.from)?.sites ?? [];
  const added = sites.map((site) => judgeLoguruCall(project, site.statement)?.goes);
  if (added.length === 0 || added.includes(undefined))
    return stays("removes a sink that could not be told");
  // What stays is told where it is added.
  return added.includes(false) ? undefined : goes;
}

function judgeSink(
  project: Project,
  module: PythonModule,
  sink: SyntaxNode,
  options: ReadonlyMap<string, SyntaxNode>,
): Verdict {
  const { source } = module;
  const filter = options.get("filter");
  if (filter && !isLiteral(source, filter, "None"))
    return stays("adds a sink with a filter: which records it is for is its owner's choice");
  const json = options.get("serialize");
  if (json && !isLiteral(source, json, "False"))
    return stays("adds a sink that writes JSON, which somebody else may read");
  const isFile = ["rotation", "retention", "compression"].some((name) => options.has(name));
  if (isFile || isTerminal(project, module, sink) || isPath(project, module, sink)) return goes;
  return stays(`adds a sink that is no file and no terminal: '${shorten(textOf(source, sink))}'`);
}

function judgeConfigure(
  project: Project,
  module: PythonModule,
  { keywords, positional, isSpread }: NonNullable<ReturnType<typeof callOf>>,
): Verdict {
  const replaces = "replaces the sinks of the logging when it is called";
  const [handlers = keywords.get("handlers")] = positional;
  const others = [...keywords.keys()].filter((name) => name !== "handlers");
  if (isSpread)
    return stays(`has arguments that could not be read, and may well be one that ${replaces}`);
  // `extra`, `patcher`, `levels`: they do nothing to the sinks.
  if (handlers === undefined) return stays("sets what Loguru adds to records, and stays");
  if (others.length > 0)
    return stays(`sets '${others[0]}' too, and ${replaces}: take 'handlers' out of it`);
  const items = readItems(unwrap(handlers)) ?? [];
  const verdicts = items.map((item): Verdict => {
    const entries = readEntries(module.source, item);
    const sink = entries?.get("sink");
    return entries && sink
      ? judgeSink(project, module, sink, entries)
      : stays("adds a sink that could not be read");
  });
  const left = verdicts.find((each) => !each.goes);
  if (items.length > 0 && left === undefined) return goes;
  const reason = left && !left.goes ? left.reason : "has sinks that could not be read";
  return stays(`${reason}; and ${replaces}`);
}

/** Whether an expression is a stream of the terminal. */
export function isTerminal(project: Project, module: PythonModule, node: SyntaxNode): boolean {
  if (/^sys\.(?:__)?std(?:err|out)(?:__)?$/.test(originOf(project, module, node) ?? ""))
    return true;
  // `lambda message: print(message, end="")`
  const body = node.name === "LambdaExpression" ? node.lastChild : undefined;
  const call = body ? readCall(module.source, body) : undefined;
  if (call === undefined || call.keywords.has("file")) return false;
  return originOf(project, module, call.callee) === "builtins.print";
}

/** Whether an expression can be nothing but the path of a file. */
export function isPath(
  project: Project,
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): boolean {
  const node = unwrap(expression);
  const again = (each: SyntaxNode | undefined) =>
    each !== undefined && depth < 8 && isPath(project, module, each, depth + 1);
  switch (node.name) {
    case "String":
    case "FormatString":
    case "ContinuedString":
      return true;
    case "BinaryExpression": {
      const [left, operator, right] = childrenOf(node);
      const sign = operator && textOf(module.source, operator);
      return (
        (sign === "/" && right !== undefined) || (sign === "+" && (again(left) || again(right)))
      );
    }
    case "ConditionalExpression": {
      const [first, , , , last] = childrenOf(node);
      return again(first) && again(last);
    }
    case "CallExpression": {
      const call = readCall(module.source, node);
      const origin = call && originOf(project, module, call.callee);
      if (origin && /^(?:os\.path\.\w+|pathlib\.\w*Path|os\.getenv|os\.environ\.get)$/.test(origin))
        return true;
      if (origin === "builtins.str") return again(call?.positional[0]);
      const [object, , name] = call ? childrenOf(call.callee) : [];
      const method = name && textOf(module.source, name);
      return /^(?:joinpath|resolve|absolute|expanduser|as_posix|format|with_\w+)$/.test(
        method ?? "",
      )
        ? again(object)
        : false;
    }
    case "VariableName": {
      const sites = module.meanings.get(node.from)?.sites ?? [];
      return (
        sites.length > 0 && sites.every(({ kind, value }) => kind === "assign" && again(value))
      );
    }
    default:
      return false;
  }
}

/** A piece of code as a note shows it. */
export function shorten(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
