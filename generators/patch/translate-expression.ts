import { isBuiltin } from "node:module";
import type { ts } from "ts-morph";
import type { ImportCollector } from "./collect-imports.js";
import { isEnvPackage } from "./env-loaders.js";
import { firstLine } from "./parse-source.js";
import type { FileContext } from "./read-context.js";
import { readLocation } from "./read-location.js";
import { rebaseFolder, rebasePath, rebaseUrl } from "./rebase-location.js";
import { resolveReference } from "./resolve-references.js";
import { translateAll, translateOperation } from "./translate-operation.js";

/** Where an expression comes from and where it goes. */
export interface Translation {
  context: FileContext;
  /** The env file's folder, POSIX path relative to the target. */
  dir: string;
  moduleKind: "esm" | "commonjs";
  isTypeScript: boolean;
  imports: ImportCollector;
  /** Set when the code names its own place, so that it depends on where it runs. */
  isPlaced?: boolean;
  /** What can't be repeated, as it is written; set by the first translation that fails. */
  blockedBy?: string;
}

const maxConstants = 10;

/** The same expression as code for the env file; undefined when it reads what only its own module has. */
export function translateExpression(
  translation: Translation,
  node: ts.Expression,
  depth = 0,
): string | undefined {
  const { ts, tree, constants } = translation.context;
  const translate = (child: ts.Expression) => translateExpression(translation, child, depth);
  const code =
    translateLocation(translation, node, translate) ??
    translateReference(translation, node, translate) ??
    translateOperation(translation, node, translate);
  if (code !== undefined) return code;
  const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
  if (constant && depth < maxConstants) {
    const value = translateExpression(translation, constant, depth + 1);
    return value && (isOperand(ts, node) && !isOneOperand(ts, constant) ? `(${value})` : value);
  }
  translation.blockedBy ??= firstLine(node.getText(tree));
  return undefined;
}

type Translate = (node: ts.Expression) => string | undefined;

function translateLocation(
  translation: Translation,
  node: ts.Expression,
  translate: Translate,
): string | undefined {
  const { context, moduleKind } = translation;
  const location = readLocation(context, node);
  if (location === "dir") return rebasePath(translation, ".");
  if (location === "file") {
    return rebasePath(translation, context.file.split("/").at(-1) ?? "");
  }
  if (context.ts.isCallExpression(node)) return translateJoin(translation, node, translate);
  if (!context.ts.isNewExpression(node) || moduleKind !== "esm") return undefined;
  const [relative, base] = node.arguments ?? [];
  const isHere = base && relative && readLocation(context, base) === "url";
  if (!isHere || !context.ts.isStringLiteralLike(relative)) return undefined;
  return rebaseUrl(translation, relative.text);
}

// `path.join(__dirname, "..", ".env")` keeps its shape: one path from the new place.
function translateJoin(
  translation: Translation,
  node: ts.CallExpression,
  translate: Translate,
): string | undefined {
  const { context, imports } = translation;
  const callee = resolveReference(context.ts, node.expression, context.bindings);
  const name = callee?.module === "path" ? callee.members.join(".") : "";
  const [base, ...rest] = node.arguments;
  if (!/^(?:join|resolve)$/.test(name) || !base || readLocation(context, base) !== "dir") {
    return undefined;
  }
  const parts = rest.flatMap((part) => (context.ts.isStringLiteralLike(part) ? [part.text] : []));
  if (parts.length === rest.length && !parts.some((part) => part.startsWith("/"))) {
    return rebasePath(translation, parts.join("/") || ".");
  }
  const codes = translateAll(rest, translate);
  if (!codes) return undefined;
  return `${imports.use("path", name)}(${[rebaseFolder(translation), ...codes].join(", ")})`;
}

// Built-in modules, the packages that load env files, and `process`.
function translateReference(
  translation: Translation,
  node: ts.Expression,
  translate: Translate,
): string | undefined {
  const { ts, bindings } = translation.context;
  if (ts.isCallExpression(node)) {
    const callee = translateReference(translation, node.expression, translate);
    const codes = callee === undefined ? undefined : translateAll(node.arguments, translate);
    return codes && `${callee}(${codes.join(", ")})`;
  }
  const target = resolveReference(ts, node, bindings);
  if (!target) return undefined;
  const [member, ...more] = target.members;
  if (target.module === "process") {
    const [variable, ...rest] = more;
    const isVariable = member === "env" && variable !== undefined;
    if (!isVariable || !translation.isTypeScript) return ["process", ...target.members].join(".");
    // Under noPropertyAccessFromIndexSignature this way of reading a variable alone compiles.
    return [`process.env[${JSON.stringify(variable)}]`, ...rest].join(".");
  }
  if (!isBuiltin(target.module) && !isEnvPackage(target.module)) return undefined;
  if (isUntyped(translation, target.module)) {
    return [`require(${JSON.stringify(target.module)})`, ...target.members].join(".");
  }
  return [translation.imports.use(target.module, member), ...more].join(".");
}

// A package without types can be required, as the service itself does, but not imported.
function isUntyped({ context, isTypeScript, moduleKind }: Translation, module: string): boolean {
  if (!isTypeScript || moduleKind === "esm" || !/^dotenv-/.test(module)) return false;
  const required = new RegExp(`(?<!\\bimport\\s+\\w+\\s*=\\s*)\\brequire\\(["']${module}["']\\)`);
  return required.test(context.tree.text);
}

function isOperand(ts: FileContext["ts"], { parent }: ts.Expression): boolean {
  return (
    ts.isBinaryExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent)
  );
}

function isOneOperand(ts: FileContext["ts"], node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isTemplateExpression(node)
  );
}
