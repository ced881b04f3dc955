import type { ts } from "ts-morph";
import { isAssignment } from "../../read-context.js";
import { loadedSpecifier, unwrap } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { libraryOf } from "./libraries.js";

/** What running some code does besides making its value. */
export interface Effects {
  /** The first thing that may matter to others, as it is written. */
  blocked?: ts.Node;
  /** Prints, ends the process, makes a directory, throws: what a set-up does for itself. */
  isSoft: boolean;
  /** Calls a level of a logger. */
  announces: boolean;
  /** What it changes. */
  writes: Set<ts.Declaration>;
}

/** What the set-up itself declares: doing something to it is part of the set-up. */
export interface SetUpNames {
  /** Declarations whose values are loggers of the set-up. */
  loggers: ReadonlySet<ts.Declaration>;
  levels: ReadonlySet<string>;
}

/** Reads what a node does when it runs; functions count where they are called. */
export function readEffects(context: SpawnContext, names: SetUpNames, root: ts.Node): Effects {
  const effects: Effects = { isSoft: false, announces: false, writes: new Set() };
  const entered = new Set<ts.Node>();
  const walk = (node: ts.Node): void => {
    if (context.ts.isFunctionLike(node) || context.ts.isTypeNode(node)) return;
    readNode({ context, names, effects, enter }, node);
    context.ts.forEachChild(node, walk);
  };
  const enter = (node: ts.Node | undefined): void => {
    if (!node || entered.has(node)) return;
    entered.add(node);
    context.ts.forEachChild(node, walk);
  };
  if (context.ts.isFunctionLike(root)) enter(root);
  else walk(root);
  return effects;
}

interface Run {
  context: SpawnContext;
  names: SetUpNames;
  effects: Effects;
  /** Reads a function's body, too. */
  enter(node: ts.Node | undefined): void;
}

function readNode(run: Run, node: ts.Node): void {
  const { ts } = run.context;
  const { SyntaxKind } = ts;
  if (ts.isCallExpression(node)) readCall(run, node);
  else if (ts.isNewExpression(node)) readNew(run, node);
  else if (isAssignment(ts, node)) write(run, node.left, node);
  else if (ts.isDeleteExpression(node)) write(run, node.expression, node);
  else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    if ([SyntaxKind.PlusPlusToken, SyntaxKind.MinusMinusToken].includes(operator)) {
      write(run, node.operand, node);
    }
  } else if (ts.isThrowStatement(node)) run.effects.isSoft = true;
  else if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) block(run, node);
  else if (ts.isTaggedTemplateExpression(node)) block(run, node);
}

function block({ effects }: Run, node: ts.Node): void {
  effects.blocked ??= node;
}

function write(run: Run, left: ts.Expression, node: ts.Node): void {
  const { context, names, effects } = run;
  const { ts } = context;
  const root = rootOf(ts, left);
  if (!ts.isIdentifier(root)) {
    block(run, node);
    return;
  }
  const declaration = context.declarationOf(root);
  if (libraryOf(resolveCallee(context, root)?.module ?? "")) return;
  if (!declaration || isImported(ts, declaration)) {
    block(run, node);
    return;
  }
  if (names.loggers.has(declaration)) {
    // `logger.level = …` goes with the set-up; what is new on it (`logger.stream = …`) stays.
    const isSetting =
      ts.isPropertyAccessExpression(left) &&
      /^(?:level|silent|exitOnError|levels|transports)$/.test(left.name.text);
    if (root !== left && !isSetting) block(run, node);
    return;
  }
  effects.writes.add(declaration);
}

/** The name that a chain of members and calls begins with. */
export function rootOf(ts: SpawnContext["ts"], node: ts.Expression): ts.Expression {
  const inner = unwrap(ts, node);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    return rootOf(ts, inner.expression);
  }
  if (ts.isCallExpression(inner)) return rootOf(ts, inner.expression);
  return inner;
}

function isImported(ts: SpawnContext["ts"], declaration: ts.Declaration): boolean {
  return (
    ts.isImportClause(declaration) ||
    ts.isImportSpecifier(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isImportEqualsDeclaration(declaration)
  );
}

const pureGlobals =
  /^(?:parseInt|parseFloat|isNaN|isFinite|Number|String|Boolean|BigInt|Symbol|Array|Object|JSON|Math|Date|Intl|RegExp|Map|Set|WeakMap|Error|URL|encodeURIComponent|decodeURIComponent|structuredClone|Buffer)$/;
const pureModules = /^(?:path|os|url|util|querystring)(?:\/|$)/;
const purePackages =
  /^(?:chalk|colors|colorette|kleur|picocolors|ansi-colors|moment|moment-timezone|dayjs|date-fns|date-fns-tz|luxon|lodash|lodash\.\w+|uuid|safe-stable-stringify|fast-safe-stringify|app-root-path|callsites|strip-ansi|cli-color|ms|bytes)(?:\/|$)/;
const pureMethods =
  /^(?:at|map|filter|find|findIndex|some|every|includes|indexOf|join|slice|split|trim|trimEnd|trimStart|toUpperCase|toLowerCase|replace|replaceAll|concat|entries|keys|values|get|has|is\w*|forEach|reduce|padStart|padEnd|repeat|to[A-Z]\w*|startsWith|endsWith|match|test|exec|flat|flatMap|charAt|substring|substr|hasOwnProperty|format|getTime|getFull\w+|getMonth|getDate|getHours|getMinutes|getSeconds|getMilliseconds|bind|call|apply|child)$/;
const mutators =
  /^(?:push|unshift|pop|shift|splice|set|add|delete|clear|sort|reverse|on|once|off|addListener|setMaxListeners|pipe|unref)$/;
const getters = /^(?:get|is|has|should|to|parse|format|resolve|normali[sz]e|pick)(?:[A-Z]\w*)?$/;
const configMethods =
  /^(?:add|remove|clear|configure|on|once|addListener|off|setMaxListeners|handle|unhandle|handleExceptions|unhandleExceptions|setLevel|addContext|emit|unpipe)$/;

function readCall(run: Run, call: ts.CallExpression): void {
  const { context, names, effects, enter } = run;
  const { ts } = context;
  const specifier = loadedSpecifier(ts, call);
  if (specifier !== undefined) {
    if (call.expression.kind === ts.SyntaxKind.ImportKeyword) block(run, call);
    else if (!libraryOf(specifier) && ts.isExpressionStatement(call.parent)) block(run, call);
    return;
  }
  const callee = unwrap(ts, call.expression);
  // A callback runs when the call does.
  for (const argument of call.arguments) if (ts.isFunctionLike(argument)) enter(argument);
  if (ts.isFunctionLike(callee)) {
    enter(callee);
    return;
  }
  const known = resolveCallee(context, callee);
  if (known) {
    const { module, members } = known;
    const name = members.join(".");
    if (module === "winston" && (names.levels.has(name) || name === "log")) {
      effects.announces = true;
      return;
    }
    if (libraryOf(module) || pureModules.test(module) || purePackages.test(module)) return;
    if (/^fs(?:-extra)?$|^fs\/promises$/.test(module)) {
      readFs(run, call, name);
      return;
    }
    if (module === "process") {
      readProcess(run, call, name);
      return;
    }
    const isGetter = getters.test(members.at(-1) ?? "") || getters.test(calledName(ts, callee));
    if (isGetter) return;
    block(run, call);
    return;
  }
  if (ts.isIdentifier(callee)) {
    readNamed(run, call, callee);
    return;
  }
  if (ts.isPropertyAccessExpression(callee)) {
    readMethod(run, call, callee);
    return;
  }
  block(run, call);
}

function calledName(ts: SpawnContext["ts"], callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

function readFs(run: Run, call: ts.Node, name: string): void {
  const method = name.replace(/^(?:promises|default)\./, "");
  if (/^(?:exists|stat|lstat|access|readFile|realpath)(?:Sync)?$/.test(method)) return;
  if (/^(?:mkdir|mkdirp|ensureDir|chmod|createWriteStream)(?:Sync)?$/.test(method))
    run.effects.isSoft = true;
  else block(run, call);
}

function readProcess(run: Run, call: ts.Node, name: string): void {
  if (/^(?:cwd|uptime|hrtime|memoryUsage|getuid|env\.\w+\.\w+)$/.test(name)) return;
  if (name === "exit" || /^std(?:out|err)\.write$/.test(name)) run.effects.isSoft = true;
  else block(run, call);
}

function readNamed(run: Run, call: ts.CallExpression, callee: ts.Identifier): void {
  const { context, enter } = run;
  const { ts } = context;
  const declaration = context.declarationOf(callee);
  if (!declaration) {
    if (!pureGlobals.test(callee.text)) block(run, call);
  } else if (ts.isFunctionDeclaration(declaration)) enter(declaration);
  else if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(ts, declaration.initializer);
    if (ts.isFunctionLike(value)) enter(value);
    else if (!isFromLibrary(context, value)) block(run, call);
  } else if (!ts.isParameter(declaration)) block(run, call);
}

function readMethod(run: Run, call: ts.CallExpression, callee: ts.PropertyAccessExpression): void {
  const { context, names, effects } = run;
  const { ts } = context;
  const method = callee.name.text;
  const root = rootOf(ts, callee.expression);
  const declaration = ts.isIdentifier(root) ? context.declarationOf(root) : undefined;
  if (declaration && names.loggers.has(declaration)) {
    if (names.levels.has(method) || method === "log") effects.announces = true;
    else if (!configMethods.test(method) && !pureMethods.test(method)) block(run, call);
    return;
  }
  if (ts.isIdentifier(root) && !declaration) {
    if (root.text === "console") effects.isSoft = true;
    else if (
      !pureGlobals.test(root.text) &&
      !(root.text === "process" && pureMethods.test(method))
    ) {
      block(run, call);
    }
    return;
  }
  if (pureMethods.test(method)) return;
  if (!declaration) {
    if (!mutators.test(method)) block(run, call);
    return;
  }
  if (isImported(ts, declaration)) {
    block(run, call);
    return;
  }
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
  const isTheirs =
    value !== undefined && value !== false && isFromLibrary(context, unwrap(ts, value));
  if (mutators.test(method) || isTheirs) effects.writes.add(declaration);
  else block(run, call);
}

// `const transport = new winston.transports.File(…)`: what is done to it is done to the library.
function isFromLibrary(context: SpawnContext, value: ts.Expression): boolean {
  const { ts } = context;
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return false;
  const callee = resolveCallee(context, value.expression);
  return callee !== undefined && libraryOf(callee.module) !== undefined;
}

function readNew(run: Run, node: ts.NewExpression): void {
  const { context } = run;
  const { ts } = context;
  const callee = resolveCallee(context, node.expression);
  if (
    callee &&
    (libraryOf(callee.module) ||
      purePackages.test(callee.module) ||
      pureModules.test(callee.module))
  )
    return;
  const root = unwrap(ts, node.expression);
  const isGlobal =
    ts.isIdentifier(root) && !context.declarationOf(root) && pureGlobals.test(root.text);
  if (!isGlobal && !isFromLibraryRoot(context, node.expression)) block(run, node);
}

// `new transports.DailyRotateFile(…)` where `transports` comes from the library by a name of the file.
function isFromLibraryRoot(context: SpawnContext, expression: ts.Expression): boolean {
  const callee = resolveCallee(context, rootOf(context.ts, expression));
  return callee !== undefined && libraryOf(callee.module) !== undefined;
}
