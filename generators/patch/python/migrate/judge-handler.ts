import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf, unwrap } from "../parse-python.js";
import { isTerminal, shorten } from "./judge-sink.js";
import type { Binding, PythonModule, Statement } from "./module.js";
import { givenValue, originOf, type Project } from "./project.js";
import { readCall } from "./read-call.js";

/** What a handler of the standard library is to the logging: `undefined` for no reason against taking it out. */
export interface HandlerVerdict {
  reason?: string;
}

const files =
  /^logging\.(?:FileHandler|handlers\.(?:RotatingFileHandler|TimedRotatingFileHandler|WatchedFileHandler))$|^concurrent_log_handler\.\w+$/;
const terminals =
  /^(?:logging\.StreamHandler|colorlog\.(?:handlers\.)?StreamHandler|rich\.logging\.RichHandler|flask\.logging\.default_handler)$/;

/** Judges an expression as a handler: one that writes to a file or the terminal, or hands records to Loguru, can go. */
export function judgeHandler(
  project: Project,
  module: PythonModule,
  expression: SyntaxNode,
  depth = 0,
): HandlerVerdict {
  const node = unwrap(expression);
  const made = readCall(module.source, node)?.callee;
  const shown = made ? `${textOf(module.source, made)}(…)` : shorten(textOf(module.source, node));
  const other = {
    reason: `'${shown}' is no handler of a file or the terminal, as far as can be seen`,
  };
  if (node.name === "VariableName") {
    const binding = module.meanings.get(node.from);
    if (binding === undefined || depth > 4) return other;
    return judgeHandlerName(project, binding, depth);
  }
  const origin = originOf(project, module, node);
  if (origin === "flask.logging.default_handler") return {};
  const call = readCall(module.source, node);
  if (call === undefined) return other;
  const kind = originOf(project, module, call.callee) ?? "";
  if (files.test(kind) || kind === "logging.NullHandler") return {};
  if (terminals.test(kind)) {
    const [stream = call.keywords.get("stream")] = call.positional;
    const isPlain = stream === undefined || isTerminal(project, module, stream);
    return isPlain || kind.startsWith("rich.") ? {} : other;
  }
  return isIntercept(project, kind) ? {} : other;
}

/** The same for a name, all of whose uses have to be understood. */
export function judgeHandlerName(project: Project, binding: Binding, depth = 0): HandlerVerdict {
  const { module, sites, uses, name } = binding;
  const origin = sites.every(({ kind }) => kind === "import") ? sites[0]?.path : undefined;
  if (origin === "flask.logging.default_handler") return {};
  for (const { kind, value } of sites) {
    if (kind !== "assign" || value === undefined)
      return { reason: `'${name}' is a handler from elsewhere` };
    const verdict = judgeHandler(project, module, value, depth + 1);
    if (verdict.reason !== undefined) return verdict;
  }
  for (const use of uses) {
    const how = findUse(module, use.node);
    if (how === undefined) return { reason: `'${name}' is used in a way that was not understood` };
    if (how === "addFilter")
      return { reason: `'${name}' has a filter, which may keep something out of the log` };
  }
  return {};
}

// `handler.setLevel(…)`, `logger.addHandler(handler)`, `handlers=[handler]`.
function findUse(module: PythonModule, node: SyntaxNode): string | undefined {
  const parent = node.parent;
  if (parent?.name === "MemberExpression" && parent.firstChild?.from === node.from) {
    const name = parent.lastChild?.name === "PropertyName" ? parent.lastChild : undefined;
    const method = name && textOf(module.source, name);
    const isCall = parent.parent?.name === "CallExpression";
    if (isCall && /^(?:setLevel|setFormatter|set_name|addFilter|close|flush)$/.test(method ?? ""))
      return method ?? undefined;
    const isSet =
      parent.parent?.name === "AssignStatement" && parent.parent.firstChild?.from === parent.from;
    return isSet ? "attribute" : undefined;
  }
  if (parent?.name === "ArgList") {
    const callee = parent.parent?.firstChild;
    const name = callee?.name === "MemberExpression" ? callee.lastChild : undefined;
    const method = name ? textOf(module.source, name) : "";
    return /^(?:addHandler|removeHandler)$/.test(method) ? method : undefined;
  }
  if (parent?.name === "ArrayExpression" || parent?.name === "TupleExpression") {
    const holder = parent.parent;
    const isArgument = holder?.name === "ArgList";
    const isHandlers =
      holder?.name === "AssignStatement" &&
      /\.handlers\s*$/.test(textOf(module.source, holder.firstChild ?? holder));
    return isArgument || isHandlers ? "list" : undefined;
  }
  return undefined;
}

/** Whether an origin is a class of the project's that does nothing but hand records to Loguru. */
export function isIntercept(project: Project, origin: string): boolean {
  const definition = findDefinition(project, origin);
  if (definition?.kind !== "ClassDefinition") return false;
  const { module, node, blocks } = definition;
  const bases = node.getChild("ArgList");
  const isHandler = (bases ? childrenOf(bases) : []).some(
    (base) => originOf(project, module, base) === "logging.Handler",
  );
  const body = blocks[0] ?? [];
  const methods = body.filter(({ kind }) => kind === "FunctionDefinition");
  const emit = methods.find((each) => nameOf(each) === "emit");
  if (!isHandler || emit === undefined || methods.length > 1) return false;
  return handsOn(project, emit);
}

function handsOn(project: Project, emit: Statement): boolean {
  const { module } = emit;
  return module.members.some(({ name, object, statement }) => {
    const isInside = statement.node.from >= emit.node.from && statement.node.to <= emit.node.to;
    if (!isInside || name !== "log") return false;
    // `logger.opt(depth=6).log(…)`, or an opted logger in a name.
    let at: SyntaxNode | null = object;
    for (let step = 0; at && step < 8; step += 1) {
      if (originOf(project, module, at) === "loguru.logger") return true;
      const value: SyntaxNode | undefined = givenValue(module, at);
      at = value ?? at.firstChild;
    }
    return false;
  });
}

/** The function or class that an origin of the project's own names. */
export function findDefinition(project: Project, origin: string): Statement | undefined {
  const [, file = "", name = ""] = /^(.*)#([^.]+)$/.exec(origin) ?? [];
  const binding = project.modules
    .get(file)
    ?.bindings.find(
      (each) => each.name === name && each.sites.some(({ kind }) => kind === "definition"),
    );
  return binding?.sites.length === 1 ? binding.sites[0]?.statement : undefined;
}

/** The name of a function or a class. */
export function nameOf({ module, node, isDecorated }: Statement): string | undefined {
  const definition = isDecorated ? node.lastChild : node;
  const name = definition?.getChild("VariableName");
  return name ? textOf(module.source, name) : undefined;
}
