import type { SyntaxNode } from "@lezer/common";
import { lineOf, textOf } from "./parse-python.js";
import { printExpression } from "./print-expression.js";
import { dottedName, type PythonModule, walk } from "./python-module.js";
import type { PythonProject } from "./python-project.js";
import { readPlainArguments } from "./read-arguments.js";

/** A call that loads an env file, or a module that has its own way to settings. */
export interface PythonEnvCall {
  module: PythonModule;
  node: SyntaxNode;
  /** 1-based. */
  line: number;
  kind: "load" | "unsupported";
  /** Which library does it. */
  library: string;
  /** It runs when its module does, and not in a function. */
  isImmediate: boolean;
  /** What must hold for it to run, as written; undefined where that can't be told. */
  conditions: string[] | undefined;
  /** The service copes without the library. */
  isOptional: boolean;
}

/** What a start of an entrypoint reaches, in its order. */
export interface PythonStart {
  modules: PythonModule[];
  calls: PythonEnvCall[];
}

// Far beyond what lies between an entrypoint and its configuration, near enough to stay quick.
const maxDepth = 12;
const maxFiles = 400;

/** Follows an entrypoint's imports of own modules; what functions import and call comes last. */
export function traceStart(project: PythonProject, entry: string): PythonStart {
  const seen = new Set<string>();
  const start: PythonStart = { modules: [], calls: [] };
  const visit = (file: string, depth: number): void => {
    if (seen.has(file) || depth > maxDepth || seen.size >= maxFiles) return;
    seen.add(file);
    const module = project.read(file);
    if (!module) return;
    start.modules.push(module);
    const steps: { at: number; run: () => void }[] = readEnvCalls(module).map((call) => ({
      at: orderOf(module, call.node),
      run: () => start.calls.push(call),
    }));
    for (const imported of module.imports) {
      const files = project.resolve(file, imported);
      const run = (): void => {
        for (const each of files) visit(each, depth + 1);
      };
      steps.push({ at: orderOf(module, imported.node), run });
    }
    for (const { run } of steps.sort((a, b) => a.at - b.at)) run();
    // Django imports its settings by their name.
    const settings = /["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(module.text)?.[1];
    if (settings) {
      for (const each of project.resolve(file, { level: 0, module: settings }))
        visit(each, depth + 1);
    }
  };
  visit(entry, 0);
  return start;
}

function orderOf(module: PythonModule, node: SyntaxNode): number {
  return isDeferred(node) ? module.text.length + node.from : node.from;
}

function isDeferred(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.name === "FunctionDefinition" || outer.name === "LambdaExpression") return true;
  }
  return false;
}

/** Whether a call of this name loads an env file that we can load as well. */
export function isEnvLoader(name: string | undefined): boolean {
  return name !== undefined && /^dotenv\.(?:main\.)?load_dotenv$/.test(name);
}

const ownWay = /^(environs|environ|decouple|pydantic_settings|dynaconf)$/;

/** The calls of one module that load an env file, and the settings libraries that it imports. */
export function readEnvCalls(module: PythonModule): PythonEnvCall[] {
  const calls: PythonEnvCall[] = [];
  const add = (node: SyntaxNode, kind: PythonEnvCall["kind"], library: string): void => {
    calls.push({
      module,
      node,
      line: lineOf(module.text, node.from),
      kind,
      library,
      isImmediate: !isDeferred(node),
      conditions: readConditions(module, node),
      isOptional: isOptional(module, library),
    });
  };
  if (!/dotenv|env_file|environ|decouple|pydantic_settings|dynaconf/.test(module.text))
    return calls;
  walk(module.tree.topNode, (node) => {
    if (node.name !== "CallExpression" || !node.firstChild) return undefined;
    const name = dottedName(module, node.firstChild);
    if (isEnvLoader(name)) add(node, "load", "dotenv");
    if (name === "uvicorn.run" && readPlainArguments(module, node)?.named.has("env_file"))
      add(node, "load", "uvicorn");
    return undefined;
  });
  for (const { node, module: name } of module.imports) {
    const library = ownWay.exec(name.split(".")[0] ?? "")?.[1];
    const isForSettings = library !== "pydantic_settings" || /\benv_file\b/.test(module.text);
    if (library && isForSettings && !calls.some((call) => call.library === library)) {
      add(node, "unsupported", library);
    }
  }
  return calls.sort((a, b) => a.node.from - b.node.from);
}

function isOptional(module: PythonModule, library: string): boolean {
  return module.imports.some(({ node, module: name }) => {
    return name.split(".")[0] === library && node.parent?.parent?.name === "TryStatement";
  });
}

// Whether the file is there, and how the module was started, make no difference: nothing is loaded then.
const needless =
  /^(?:not\s+)?(?:__name__\s*==\s*["']__main__["']|(?:[\w.]+\.)?(?:exists|is_file|isfile)\(.*\)|.*\.(?:exists|is_file)\(\)|load_dotenv|dotenv|find_dotenv\(.*\)|(?:\w+[_.])*(?:path|file))$/i;

function readConditions(module: PythonModule, node: SyntaxNode): string[] | undefined {
  const conditions: string[] = [];
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (/^(?:FunctionDefinition|ClassDefinition|Script|LambdaExpression)$/.test(outer.name)) {
      if (outer.name === "FunctionDefinition") continue;
      break;
    }
    if (/^(?:For|While|Match)/.test(outer.name)) return undefined;
    if (outer.name !== "IfStatement" || inner.name !== "Body") continue;
    const condition = outer.firstChild?.nextSibling;
    if (!condition) return undefined;
    const text = printExpression(module, condition);
    const branch = inner.prevSibling;
    const isFirst = branch?.from === condition.from;
    const isElse = branch?.name === "else";
    if (needless.test(text) && (isFirst || isElse)) continue;
    if (!isFirst || !readsEnvironmentOnly(module, condition)) return undefined;
    conditions.unshift(text);
  }
  return conditions;
}

/** Whether an expression asks for nothing but environment variables, through `os`. */
export function readsEnvironmentOnly(module: PythonModule, node: SyntaxNode): boolean {
  let isSo = true;
  walk(node, (each) => {
    if (each.name === "VariableName") {
      isSo &&= textOf(module, each) === "os" && module.bindings.get("os") === "os";
    }
    if (/^(?:Lambda|Await|Named|.*Comprehension)/.test(each.name)) isSo = false;
    if (each.name === "CallExpression" && each.firstChild) {
      isSo &&= /^os\.(?:getenv|environ\.get)$|^\w+\.(?:lower|upper|strip)$|^undefined$/.test(
        String(dottedName(module, each.firstChild)),
      );
    }
    return isSo;
  });
  return isSo;
}
