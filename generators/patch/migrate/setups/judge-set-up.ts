import type { ts } from "ts-morph";
import { unwrap } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import type { SetUp } from "./find-set-up.js";
import { libraryOf } from "./libraries.js";
import { readEffects, rootOf, type SetUpNames } from "./read-effects.js";

/** Why a set-up can't be replaced, and what shows it. */
export interface Obstacle {
  node: ts.Node;
  /** The end of a sentence that begins with the set-up. */
  reason: string;
}

const hiding = /redact|mask|sanitiz|saniti[sz]e|scrub|censor|obfuscat|anonymi[sz]/i;
const targets = new Set(["pino-pretty", "pino/file", "pino-roll"]);
const appenders = new Set(
  "console stdout stderr file fileSync dateFile logLevelFilter categoryFilter noLogFilter multiFile pattern basic coloured colored messagePassThrough dummy".split(
    " ",
  ),
);
const winstonTransports = /^(?:Console|File|DailyRotateFile|Logger)$/;

/** Finds what a set-up does that ours can't stand for, in the code that would go. */
export function judgeSetUp(
  context: SpawnContext,
  setUp: SetUp,
  names: SetUpNames,
  removed: readonly ts.Node[],
): Obstacle | undefined {
  for (const root of removed) {
    const found = judgeNode(context, setUp, root);
    if (found) return found;
  }
  for (const made of setUp.made) {
    if (!context.ts.isCallExpression(made) && !context.ts.isNewExpression(made)) continue;
    for (const argument of made.arguments ?? []) {
      const { blocked } = readEffects(context, names, argument);
      if (blocked) return { node: blocked, reason: `runs '${brief(context, blocked)}'` };
    }
    const found = judgeSources(context, made);
    if (found) return found;
  }
  return undefined;
}

function brief({ tree }: SpawnContext, node: ts.Node): string {
  const text = node.getText(tree).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function judgeNode(context: SpawnContext, setUp: SetUp, root: ts.Node): Obstacle | undefined {
  const { ts } = context;
  let found: Obstacle | undefined;
  const visit = (node: ts.Node): void => {
    found ??= judgeOne(context, setUp, node);
    if (!found) ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function judgeOne(context: SpawnContext, setUp: SetUp, node: ts.Node): Obstacle | undefined {
  const { ts } = context;
  if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && hiding.test(node.text)) {
    return { node, reason: `hides values ('${node.text}'), and ours prints what it is given` };
  }
  if (ts.isNewExpression(node)) return judgeTransport(context, node);
  if (ts.isCallExpression(node))
    return judgeFormatCall(context, node) ?? judgeConfigure(context, node);
  if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
    const name =
      ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) ? node.name.text : "";
    if (setUp.library === "pino") return judgePinoOption(context, node, name);
    if (setUp.library === "log4js" && ts.isPropertyAssignment(node))
      return judgeAppender(context, node, name);
  }
  return undefined;
}

function judgeTransport(context: SpawnContext, node: ts.NewExpression): Obstacle | undefined {
  const { ts } = context;
  const callee = resolveCallee(context, node.expression);
  const library = callee && libraryOf(callee.module);
  const name = callee?.members.at(-1);
  if (library === "winston" && (name === undefined || winstonTransports.test(name)))
    return undefined;
  const written = node.expression.getText(context.tree);
  if (/^(?:Date|Map|Set|URL|Error|RegExp|Intl\.\w+)$/.test(written)) return undefined;
  const isGlobalArray =
    ts.isIdentifier(node.expression) && /^(?:Array|Object|String)$/.test(written);
  if (isGlobalArray) return undefined;
  return { node, reason: `sends records through '${written}', which ours can't stand for` };
}

// A request's id that a format looks up, a counter that it raises: our formats know nothing of them.
function judgeFormatCall(context: SpawnContext, call: ts.CallExpression): Obstacle | undefined {
  const callee = resolveCallee(context, call.expression);
  const isOurs = !callee || libraryOf(callee.module) !== undefined || isHarmless(callee.module);
  if (isOurs || !isInCallback(context, call)) return undefined;
  return { node: call, reason: `has a format that calls '${brief(context, call.expression)}'` };
}

function isHarmless(module: string): boolean {
  return /^(?:path|os|url|util|process|chalk|colors|colorette|kleur|picocolors|ansi-colors|cli-color|moment|moment-timezone|dayjs|date-fns|date-fns-tz|luxon|lodash|lodash\.\w+|safe-stable-stringify|fast-safe-stringify)$/.test(
    module,
  );
}

function isInCallback(context: SpawnContext, node: ts.Node): boolean {
  const { ts } = context;
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const { parent } = at;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    const callee = resolveCallee(context, parent.expression);
    if (callee && libraryOf(callee.module)) return true;
  }
  return false;
}

function judgeConfigure(context: SpawnContext, call: ts.CallExpression): Obstacle | undefined {
  const { ts } = context;
  const callee = resolveCallee(context, call.expression);
  if (callee?.module !== "log4js") return undefined;
  const [member] = callee.members;
  const [argument] = call.arguments;
  if (member !== "configure" || !argument) return undefined;
  const value = constantOf(context, argument);
  if (ts.isObjectLiteralExpression(value)) return undefined;
  return {
    node: call,
    reason: `is configured by '${brief(context, argument)}', which was not read`,
  };
}

/** What an expression stands for, where a constant of the file says so. */
function constantOf(context: SpawnContext, node: ts.Expression): ts.Expression {
  const { ts } = context;
  const inner = unwrap(ts, node);
  if (!ts.isIdentifier(inner)) return inner;
  const declaration = context.declarationOf(inner);
  const value =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value ? constantOf(context, value) : inner;
}

function judgePinoOption(
  context: SpawnContext,
  node: ts.PropertyAssignment | ts.MethodDeclaration,
  name: string,
): Obstacle | undefined {
  const { ts } = context;
  const value = ts.isPropertyAssignment(node) ? constantOf(context, node.initializer) : undefined;
  if (name === "target") {
    if (value && ts.isStringLiteralLike(value) && targets.has(value.text)) return undefined;
    const where = value && ts.isStringLiteralLike(value) ? value.text : brief(context, node);
    return { node, reason: `sends records to '${where}', which ours can't stand for` };
  }
  const isOwn =
    /^(?:mixin|hooks|onChild|msgPrefix|browser)$/.test(name) ||
    (name === "log" && /\bformatters\b/.test(node.parent.parent.getText().slice(0, 12))) ||
    (name === "serializers" &&
      !/^\{?[^{}()=]*\bstdSerializers\b[^()=]*\}?$/.test(value?.getText() ?? ""));
  return isOwn ? { node, reason: `has '${name}', which ours can't stand for` } : undefined;
}

function judgeAppender(
  context: SpawnContext,
  node: ts.PropertyAssignment,
  name: string,
): Obstacle | undefined {
  const { ts } = context;
  if (name !== "type") return undefined;
  const value = constantOf(context, node.initializer);
  if (ts.isStringLiteralLike(value) && appenders.has(value.text)) return undefined;
  const where = ts.isStringLiteralLike(value) ? value.text : brief(context, node);
  return { node, reason: `sends records to '${where}', which ours can't stand for` };
}

// Options, transports and streams that come from elsewhere may be anything.
function judgeSources(
  context: SpawnContext,
  made: ts.CallExpression | ts.NewExpression,
): Obstacle | undefined {
  const { ts } = context;
  const [options, stream] = made.arguments ?? [];
  const given = options && constantOf(context, options);
  const isLevelOrName = given !== undefined && /log4js|getLogger/.test(made.expression.getText());
  if (isLevelOrName) return undefined;
  const parts: (ts.Expression | undefined)[] = [given, stream && constantOf(context, stream)];
  if (given && ts.isObjectLiteralExpression(given)) {
    for (const property of given.properties) {
      const name = property.name && ts.isIdentifier(property.name) ? property.name.text : "";
      if (name !== "transports" && name !== "transport" && name !== "stream") continue;
      if (ts.isPropertyAssignment(property)) parts.push(constantOf(context, property.initializer));
      else if (ts.isShorthandPropertyAssignment(property)) {
        const declaration = context.declarationOf(property.name);
        if (!declaration || !ts.isVariableDeclaration(declaration)) parts.push(property.name);
      }
    }
  }
  for (const part of parts) {
    const items =
      part && ts.isArrayLiteralExpression(part) ? [...part.elements] : part ? [part] : [];
    const unknown = items.find((item) => isFromElsewhere(context, item));
    if (unknown)
      return { node: unknown, reason: `takes '${brief(context, unknown)}' from elsewhere` };
  }
  return undefined;
}

function isFromElsewhere(context: SpawnContext, item: ts.Expression): boolean {
  const { ts } = context;
  const value = constantOf(context, ts.isSpreadElement(item) ? item.expression : item);
  if (
    !ts.isIdentifier(value) &&
    !ts.isPropertyAccessExpression(value) &&
    !ts.isCallExpression(value)
  )
    return false;
  const callee = resolveCallee(context, value);
  if (callee) return libraryOf(callee.module) === undefined && callee.module !== "process";
  const root = rootOf(ts, value);
  if (!ts.isIdentifier(root)) return false;
  if (root.text === "undefined") return false;
  const declaration = context.declarationOf(root);
  if (!declaration) return true;
  if (ts.isParameter(declaration)) return true;
  return (
    ts.isImportClause(declaration) ||
    ts.isImportSpecifier(declaration) ||
    ts.isNamespaceImport(declaration)
  );
}
