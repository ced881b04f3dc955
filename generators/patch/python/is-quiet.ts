import type { SyntaxNode } from "@lezer/common";
import { dottedName, type PythonModule, walk } from "./python-module.js";
import type { ImportedName } from "./read-import.js";

/** Whether an import loads a module of the project itself. */
export type IsOwnModule = (imported: ImportedName) => boolean;

const quietCall =
  /^(?:sys\.path\.(?:insert|append|extend|remove)|site\.addsitedir|os\.(?:path\.\w+|getcwd|getenv|fspath|chdir|environ\.(?:get|setdefault|copy))|pathlib\.(?:Pure)?(?:Posix|Windows)?Path(?:\.\w+)?|dotenv\.(?:main\.)?\w+|warnings\.\w+|logging\.getLogger|typing\.\w+|(?:str|int|float|bool|len|list|dict|set|tuple|sorted|range|isinstance|getattr|hasattr|frozenset))$/;
const quietMethod =
  /^(?:resolve|absolute|joinpath|exists|is_file|is_dir|as_posix|expanduser|with_name|strip|rstrip|split|lower|upper|replace|format|join|startswith|endswith)$/;
const firstCall =
  /^(?:gevent\.monkey\.patch_\w+|eventlet\.monkey_patch|ddtrace\.(?:patch|patch_all)|newrelic\.agent\.initialize)$/;

/**
 * Whether a statement runs nothing of the service and logs nothing: imports of others' modules, definitions,
 * and statements that only make paths, change `sys.path` or load an env file.
 */
export function isQuiet(module: PythonModule, statement: SyntaxNode, isOwn: IsOwnModule): boolean {
  let isSoFar = true;
  walk(statement, (node) => {
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") return false;
    if (/^(?:Raise|Return|While|Decorated)Statement$|^Decorator$|^Yield|^Await/.test(node.name))
      isSoFar = false;
    if (node.name === "IfStatement" && isForTypes(module, node)) return false;
    if (node.name === "IfStatement" && asksForName(module, node)) isSoFar = false;
    if (node.name === "CallExpression" && !isQuietCall(module, node)) isSoFar = false;
    if (node.name === "ImportStatement") {
      isSoFar &&= !module.imports.some(
        (imported) => imported.node.from === node.from && isOwn(imported),
      );
    }
    return isSoFar;
  });
  return isSoFar;
}

/** Whether a statement must come ahead of everything: it replaces what the standard library does. */
export function mustBeFirst(module: PythonModule, statement: SyntaxNode): boolean {
  if (statement.name === "ImportStatement") {
    return module.imports.some(
      ({ node, module: name }) => node.from === statement.from && name === "ddtrace.auto",
    );
  }
  return callsIn(module, statement).some((name) => firstCall.test(name));
}

/** Whether a statement changes what Python searches. */
export function changesSearchPath(module: PythonModule, statement: SyntaxNode): boolean {
  return (
    callsIn(module, statement).some((name) => /^(?:sys\.path\.|site\.addsitedir)/.test(name)) ||
    /^sys\.path\s*(?:\+?=|\[)/.test(module.text.slice(statement.from, statement.to))
  );
}

/** The names of what a statement calls as it runs; functions that it only defines are left out. */
export function callsIn(module: PythonModule, statement: SyntaxNode): string[] {
  const names: string[] = [];
  walk(statement, (node) => {
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") return false;
    const callee = node.name === "CallExpression" ? node.firstChild : undefined;
    const name = callee && dottedName(module, callee);
    if (name) names.push(name);
    return undefined;
  });
  return names;
}

function isQuietCall(module: PythonModule, call: SyntaxNode): boolean {
  const callee = call.firstChild;
  if (!callee) return false;
  const name = dottedName(module, callee);
  if (name !== undefined && (quietCall.test(name) || firstCall.test(name))) return true;
  const property = callee.name === "MemberExpression" ? callee.lastChild : undefined;
  return (
    property?.name === "PropertyName" &&
    quietMethod.test(module.text.slice(property.from, property.to))
  );
}

function conditionOf(module: PythonModule, node: SyntaxNode): string {
  const condition = node.firstChild?.nextSibling;
  return condition ? module.text.slice(condition.from, condition.to) : "";
}

function isForTypes(module: PythonModule, node: SyntaxNode): boolean {
  return /^(?:\w+\.)?TYPE_CHECKING$/.test(conditionOf(module, node));
}

// Whether it runs depends on how the file is started.
function asksForName(module: PythonModule, node: SyntaxNode): boolean {
  return /\b__name__\b/.test(conditionOf(module, node));
}
