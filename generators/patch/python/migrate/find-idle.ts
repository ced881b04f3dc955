import type { SyntaxNode } from "@lezer/common";
import { childrenOf, textOf } from "../parse-python.js";
import { type DeadCode, isDead } from "./dead-code.js";
import { readRecordCall } from "./is-logger.js";
import { isPure } from "./is-pure.js";
import { nameOf } from "./judge-handler.js";
import type { Binding, PythonModule, Statement } from "./module.js";
import { callOf } from "./project.js";

/**
 * Finds functions that have nothing left to do and whose callers all ask for nothing back: they go with
 * their calls. One that somebody may call for another reason stays, as what is left of it.
 */
export function findIdle(code: DeadCode): Statement[] {
  return [...code.editable].flatMap((module) =>
    module.all.flatMap((statement) => {
      if (statement.kind !== "FunctionDefinition" || isDead(code, statement)) return [];
      const body = statement.blocks[0] ?? [];
      const isLess = module.all.some((each) => isInside(each, statement) && code.dead.has(each));
      const isIdle = isLess && body.every((each) => doesNothing(code, statement, each));
      if (!isIdle || statement.isDecorated || isAsync(statement)) return [];
      const calls = findCalls(code, statement);
      // One that nobody calls is somebody else's.
      return calls === undefined || calls.length === 0 ? [] : [statement, ...calls];
    }),
  );
}

function isInside(statement: Statement, outer: Statement): boolean {
  for (let at: Statement | undefined = statement; at; at = at.parent) if (at === outer) return true;
  return false;
}

function isAsync({ node }: Statement): boolean {
  return node.firstChild?.name === "async";
}

function doesNothing(code: DeadCode, owner: Statement, statement: Statement): boolean {
  if (isDead(code, statement)) return true;
  const { module, node, kind, blocks } = statement;
  const [first, second] = childrenOf(node);
  const isQuiet = (part: SyntaxNode | undefined) =>
    part === undefined || isPure(code.project, module, part);
  switch (kind) {
    case "PassStatement":
    case "ScopeStatement":
      return true;
    case "ReturnStatement":
      return isQuiet(second);
    case "ExpressionStatement":
      return first?.name === "String" || isSaid(code, statement);
    case "IfStatement":
      return isQuiet(second) && blocks.flat().every((each) => doesNothing(code, owner, each));
    case "AssignStatement":
      return isFlag(code, owner, statement);
    default:
      return false;
  }
}

// `logger.info("Logging is set up")`
function isSaid({ project }: DeadCode, { module, node }: Statement): boolean {
  const [expression] = childrenOf(node);
  if (!expression || !/log/i.test(textOf(module.source, expression.lastChild ?? expression)))
    return false;
  const level = readRecordCall(project, module, expression);
  const list = expression.lastChild;
  const isQuiet =
    list !== null &&
    childrenOf(list).every((part) => part.firstChild === null || isPure(project, module, part));
  return isQuiet && /^(?:trace|debug|info|success)$/.test(level ?? "");
}

// `_is_configured = True`, which nobody else asks for.
function isFlag(code: DeadCode, owner: Statement, statement: Statement): boolean {
  const { module, node } = statement;
  const bound = module.bindings.filter(({ sites }) =>
    sites.some((site) => site.statement === statement),
  );
  const value = node.lastChild;
  return (
    value !== null &&
    isPure(code.project, module, value) &&
    bound.length > 0 &&
    bound.every(
      (binding) =>
        binding.uses.every((use) => isInside(use.statement, owner)) &&
        binding.sites.every((site) => site.kind === "assign") &&
        code.project.aliasesOf(binding).length === 0 &&
        code.project.membersOf(binding).length === 0,
    )
  );
}

/** The statements that call it and do nothing else; undefined where it is known in another way. */
function findCalls(code: DeadCode, definition: Statement): Statement[] | undefined {
  const name = nameOf(definition);
  if (name === undefined || /^__/.test(name)) return undefined;
  if (definition.parent?.kind === "ClassDefinition") return findMethodCalls(code, definition, name);
  const binding = definition.module.bindings.find(({ sites }) =>
    sites.some((site) => site.kind === "definition" && site.statement === definition),
  );
  if (binding === undefined || binding.sites.length > 1) return undefined;
  return findNameCalls(code, binding, isLight(code, definition.module));
}

function findNameCalls(
  code: DeadCode,
  binding: Binding,
  isLoadedFreely: boolean,
): Statement[] | undefined {
  const { project, editable } = code;
  const { name } = binding;
  if (project.isKnownElsewhere(binding)) return undefined;
  const calls: Statement[] = [];
  const users = [...binding.uses.map(({ statement }) => statement), ...project.membersOf(binding)];
  for (const statement of users) {
    if (isDead(code, statement)) continue;
    if (!editable.has(statement.module) || !isBareCall(code, statement, name)) return undefined;
    calls.push(statement);
  }
  for (const alias of project.aliasesOf(binding)) {
    const isUsed = alias.uses.length > 0 || project.aliasesOf(alias).length > 0;
    const others = isUsed && isLoadedFreely ? findNameCalls(code, alias, true) : undefined;
    if (others === undefined) return undefined;
    calls.push(...others);
  }
  return calls;
}

// By its name alone: no other method may have it, and nobody may hand it on.
function findMethodCalls(
  code: DeadCode,
  definition: Statement,
  name: string,
): Statement[] | undefined {
  const { project, editable } = code;
  const calls: Statement[] = [];
  if (project.words.has(name)) return undefined;
  for (const module of project.modules.values()) {
    const isShared = module.bindings.some(
      (each) => each.name === name && each.sites.some(({ statement }) => statement !== definition),
    );
    if (isShared || module.texts.has(name)) return undefined;
    for (const { name: used, statement } of module.members) {
      if (used !== name || isDead(code, statement)) continue;
      if (!editable.has(module) || !isBareCall(code, statement, name)) return undefined;
      calls.push(statement);
    }
  }
  return calls;
}

function isBareCall({ project }: DeadCode, statement: Statement, name: string): boolean {
  const call = statement.kind === "ExpressionStatement" ? callOf(statement) : undefined;
  if (call === undefined || call.isSpread) return false;
  const callee = textOf(statement.module.source, call.callee);
  const given = [...call.positional, ...call.keywords.values()];
  return (
    (callee === name || callee.endsWith(`.${name}`) || !callee.includes(".")) &&
    given.every((each) => isPure(project, statement.module, each))
  );
}

// Loading it does nothing: whoever took only that name of it need not load it any more.
function isLight(code: DeadCode, module: PythonModule): boolean {
  return module.statements.every((statement) => {
    if (isDead(code, statement)) return true;
    const { kind, node } = statement;
    if (/^(?:ImportStatement|PassStatement)$/.test(kind) || /Definition$/.test(kind))
      return !statement.isDecorated || kind === "ClassDefinition";
    if (kind === "ExpressionStatement") return node.firstChild?.name === "String";
    return (
      kind === "AssignStatement" &&
      node.lastChild !== null &&
      isPure(code.project, module, node.lastChild)
    );
  });
}
