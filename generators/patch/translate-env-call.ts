import type { ts } from "ts-morph";
import { firstLine } from "./parse-source.js";
import { type EnvCall, innerCall } from "./read-env-calls.js";
import { resolveReference } from "./resolve-references.js";
import { type Translation, translateExpression } from "./translate-expression.js";

/** The statements that repeat a call, or what stands in the way. */
export type TranslatedCall = { lines: string[] } | { blockedBy: string };

/** What decides how a call is repeated, besides where. */
export interface CallOptions {
  /** dotenv itself may be imported: it is among the package's own dependencies. */
  hasDotenv: boolean;
  /** dotenv announces on stdout what it loaded: say it once, where the service says it. */
  isTalkative: boolean;
}

/** Code that loads the same env file under the same conditions, from the env file's place. */
export function translateEnvCall(
  call: EnvCall,
  translation: Translation,
  options: CallOptions,
): TranslatedCall {
  const { conditions, kind } = call;
  if (!conditions) return { blockedBy: "the condition it depends on" };
  if (kind === "unsupported") return { blockedBy: `'${call.module}'` };
  const tests = conditions.map(({ test, negated }) => {
    const code = translateExpression(translation, test);
    return negated ? code && `!(${code})` : code;
  });
  const lines = translateBody(call, translation, options);
  if (!lines || tests.includes(undefined)) {
    return { blockedBy: `'${translation.blockedBy ?? call.node.getText()}'` };
  }
  // A line may bring the same condition with it.
  const others = tests.filter((test) => !lines.some((line) => line.startsWith(`if (${test}) `)));
  if (others.length === 0) return { lines };
  const guard = others.length === 1 ? others[0] : others.map((test) => `(${test})`).join(" && ");
  return { lines: lines.map((line) => `if (${guard}) ${line}`) };
}

function translateBody(
  call: EnvCall,
  translation: Translation,
  options: CallOptions,
): string[] | undefined {
  const { ts } = call.context;
  const { imports } = translation;
  if (!ts.isCallExpression(call.node)) {
    // Imports run before statements: a call keeps its turn.
    const name = call.module.replace(/\/config(?:\.m?js)?$/, "");
    if (name === "dotenv-expand") return blockBy(translation, call.node);
    const quiet = name === "dotenv" && options.isTalkative ? "{ quiet: true }" : "";
    return [`${imports.use(name, "config")}(${quiet});`];
  }
  if (call.kind === "nest") return translateNest(call.node, translation, options);
  if (call.kind === "node") {
    const [file] = call.node.arguments;
    const code = file ? translateExpression(translation, file) : '".env"';
    return code === undefined ? undefined : [loadByNode(translation, [code])];
  }
  if (call.kind === "expand") {
    const inner = innerCall(call);
    const config = inner && translateConfig(inner, translation, options);
    if (!inner || !config) return blockBy(translation, call.node);
    const [, ...others] = call.node.arguments;
    if (others.length > 0) return blockBy(translation, call.node);
    const expand = translateExpression(translation, call.node.expression);
    return expand === undefined ? undefined : [`${expand}(${config});`];
  }
  const config = translateConfig(call.node, translation, options);
  return config === undefined ? undefined : [`${config};`];
}

function translateConfig(
  node: ts.CallExpression,
  translation: Translation,
  { isTalkative }: CallOptions,
): string | undefined {
  const code = translateExpression(translation, node);
  const { ts, bindings } = translation.context;
  const isDotenv = resolveReference(ts, node.expression, bindings)?.module === "dotenv";
  if (code === undefined || !isTalkative || !isDotenv || /\bquiet\b/.test(code)) return code;
  // Only where an options object is there to be completed, or none at all.
  if (node.arguments.length === 0) return code.replace(/\(\)$/, "({ quiet: true })");
  return code.replace(/ \}\)$/, ", quiet: true })");
}

// @nestjs/config loads when the module graph is built, which is always after the guard.
function translateNest(
  node: ts.CallExpression,
  translation: Translation,
  options: CallOptions,
): string[] | undefined {
  const { ts } = translation.context;
  const [argument] = node.arguments;
  const properties = argument && ts.isObjectLiteralExpression(argument) ? argument.properties : [];
  if (argument && !ts.isObjectLiteralExpression(argument)) return blockBy(translation, argument);
  const find = (name: string): ts.Expression | undefined => {
    const property = properties.find((candidate) => candidate.name?.getText() === name);
    if (property && ts.isPropertyAssignment(property)) return property.initializer;
    return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
  };
  const ignored = find("ignoreEnvFile");
  const test = ignored && translateExpression(translation, ignored);
  if (ignored && test === undefined) return undefined;
  if (test === "true") return [];
  const paths = find("envFilePath");
  const list = resolveList(translation, paths);
  const files = list
    ? list.map((file) => translateExpression(translation, file))
    : [paths ? translateExpression(translation, paths) : '".env"'];
  if (!files.every((file) => file !== undefined)) return undefined;
  const lines = loadFiles(translation, options, files);
  return test === undefined || test === "false"
    ? lines
    : lines.map((line) => `if (!(${test})) ${line}`);
}

function resolveList(
  { context: { ts, constants } }: Translation,
  node: ts.Expression | undefined,
): readonly ts.Expression[] | undefined {
  const value = node && ts.isIdentifier(node) ? constants.get(node.text) : node;
  return value && ts.isArrayLiteralExpression(value) ? value.elements : undefined;
}

function loadFiles(translation: Translation, options: CallOptions, files: string[]): string[] {
  if (!options.hasDotenv) return [loadByNode(translation, files)];
  const quiet = options.isTalkative ? ", quiet: true" : "";
  const config = translation.imports.use("dotenv", "config");
  return files.map((file) => `${config}({ path: ${file}${quiet} });`);
}

// It throws where there is no file; that must not be what ends a service that has its environment.
function loadByNode(translation: Translation, files: string[]): string {
  const exists = translation.imports.use("fs", "existsSync");
  const [file, ...others] = files;
  if (others.length === 0 && file?.startsWith('"')) {
    return `if (${exists}(${file})) process.loadEnvFile(${file});`;
  }
  return [
    `for (const file of [${files.join(", ")}]) {`,
    `  if (${exists}(file)) process.loadEnvFile(file);`,
    "}",
  ].join("\n");
}

function blockBy(translation: Translation, node: ts.Node): undefined {
  translation.blockedBy ??= firstLine(node.getText());
}
