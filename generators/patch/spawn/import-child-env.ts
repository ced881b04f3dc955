import path from "node:path";
import type { ts } from "ts-morph";
import { isErased, withoutDirectives } from "../find-insertion.js";
import type { EntrypointRequest } from "../patch.js";
import { type FileStyle, readFileStyle } from "../read-file-style.js";
import { loadedSpecifier } from "../resolve-references.js";
import { endOf } from "../semicolons.js";
import { isImportLike } from "../sort-header.js";
import { spliceLines } from "../splice-lines.js";
import { appendItem, applyEdits } from "./append-item.js";
import { isLoggingIndex } from "./find-child-env.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnRequest } from "./spawn.js";

/** How a file calls `childEnv`, and how that comes into it. */
export interface ChildEnvImport {
  /** `childEnv`, `logging.childEnv`. */
  expression: string;
  /** The text with the import, and the statement that was extended for it; takes the file as it is by then. */
  add(context: SpawnContext): { text: string; extended?: ts.Statement };
}

/** Finds the import of the logging folder's index that can serve, or plans one in the file's own style. */
export function importChildEnv(context: SpawnContext, request: SpawnRequest): ChildEnvImport {
  const existing = findExisting(context, request);
  if (existing?.local !== undefined) {
    return { expression: existing.local, add: ({ tree }) => ({ text: tree.text }) };
  }
  const local = freeName(context, "childEnv", "loggingChildEnv");
  if (existing?.names) {
    return { expression: local, add: (now) => extend(now, request, local) };
  }
  const style = readFileStyle(context, styleRequest(request));
  const isEquals = needsEquals(context, request, style);
  const name = isEquals ? freeName(context, "logging", "serviceLogging") : local;
  return {
    expression: isEquals ? `${name}.childEnv` : local,
    add: (now) => ({ text: addStatement(now, request, style, isEquals, name) }),
  };
}

interface Existing {
  /** How the file calls childEnv already. */
  local?: string;
  /** The list that it can join. */
  names?: ts.NamedImports | ts.ObjectBindingPattern;
  statement: ts.Statement;
}

function findExisting(context: SpawnContext, request: SpawnRequest): Existing | undefined {
  const found = context.tree.statements.flatMap(
    (statement) => readExisting(context, request, statement) ?? [],
  );
  return found.find(({ local }) => local !== undefined) ?? found[0];
}

function readExisting(
  { ts }: SpawnContext,
  request: SpawnRequest,
  statement: ts.Statement,
): Existing | undefined {
  const isOurs = (specifier: string) => isLoggingIndex(request.file, request, specifier);
  if (ts.isImportDeclaration(statement)) {
    const { importClause: clause, moduleSpecifier } = statement;
    if (!clause || clause.isTypeOnly || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    const named = clause.namedBindings;
    if (!named || !isOurs(moduleSpecifier.text)) return undefined;
    if (ts.isNamespaceImport(named)) {
      return { local: `${named.name.text}.childEnv`, statement };
    }
    const element = named.elements.find(
      ({ propertyName, name, isTypeOnly }) =>
        !isTypeOnly && (propertyName ?? name).text === "childEnv",
    );
    return element ? { local: element.name.text, statement } : { names: named, statement };
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference: module } = statement;
    if (statement.isTypeOnly || !ts.isExternalModuleReference(module)) return undefined;
    const isIndex = ts.isStringLiteral(module.expression) && isOurs(module.expression.text);
    return isIndex ? { local: `${statement.name.text}.childEnv`, statement } : undefined;
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration, other] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (!declaration || other || !value || !ts.isCallExpression(value)) return undefined;
  const specifier = loadedSpecifier(ts, value);
  if (specifier === undefined || !isOurs(specifier)) return undefined;
  const { name } = declaration;
  if (ts.isIdentifier(name)) return { local: `${name.text}.childEnv`, statement };
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const element = name.elements.find(
    (each) => (each.propertyName ?? each.name).getText() === "childEnv",
  );
  if (element) return { local: element.name.getText(), statement };
  // A rest stands last, whatever is added.
  return name.elements.some(({ dotDotDotToken }) => dotDotDotToken)
    ? undefined
    : { names: name, statement };
}

function extend(
  context: SpawnContext,
  request: SpawnRequest,
  local: string,
): { text: string; extended?: ts.Statement } {
  const existing = findExisting(context, request);
  const names = existing?.names;
  if (!existing || !names) return { text: context.tree.text };
  const isImport = context.ts.isNamedImports(names);
  const renamed = isImport ? `childEnv as ${local}` : `childEnv: ${local}`;
  const item = local === "childEnv" ? local : renamed;
  const edits = appendItem(context, names.elements as ts.NodeArray<ts.Node>, item);
  return { text: applyEdits(context.tree.text, edits), extended: existing.statement };
}

// A parameter or a variable of the file may have the name; in its scope ours would be hidden.
function freeName({ ts, tree }: SpawnContext, wanted: string, otherwise: string): string {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMember(ts, node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  if (!names.has(wanted)) return wanted;
  let name = otherwise;
  for (let n = 2; names.has(name); n++) name = `${otherwise}${n}`;
  return name;
}

function isMember(ts: SpawnContext["ts"], node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

function styleRequest(request: SpawnRequest): EntrypointRequest {
  const { file, dir, specifierExtension, moduleKind, fileExtension } = request;
  return {
    file,
    dir,
    specifierExtension,
    moduleKind,
    setup: "setup",
    envFile: false,
    keepFirst: false,
    ...(fileExtension === undefined ? {} : { fileExtension }),
  };
}

// `import x = require()` alone compiles in a CommonJS file under verbatimModuleSyntax; elsewhere a file
// that writes all its imports so gets one more.
function needsEquals({ ts, tree }: SpawnContext, request: SpawnRequest, style: FileStyle): boolean {
  if (!/\.[c]?tsx?$/.test(request.file) || style.form !== "import") return false;
  if (request.moduleKind === "esm") return false;
  if (request.verbatimModuleSyntax) return true;
  const has = (test: (statement: ts.Statement) => boolean) => tree.statements.some(test);
  return (
    has(ts.isImportEqualsDeclaration) &&
    !has((each) => ts.isImportDeclaration(each) && each.importClause !== undefined)
  );
}

function addStatement(
  context: SpawnContext,
  request: SpawnRequest,
  style: FileStyle,
  isEquals: boolean,
  name: string,
): string {
  const specifier = quote(style, specifierOf(request, style));
  const after = lastImport(context, style.form, isEquals ? `${name}.childEnv` : name);
  const names = name === "childEnv" || isEquals ? name : writeAlias(style, name);
  const code = isEquals
    ? `import ${name} = require(${specifier})`
    : style.form === "import"
      ? `import { ${names} } from ${specifier}`
      : `const { ${names} } = require(${specifier})`;
  const semicolon = style.semicolon || wouldContinue(context, style, after) ? ";" : "";
  return spliceLines(context, after, { statements: [code + semicolon], blankAfter: false });
}

function writeAlias({ form }: FileStyle, name: string): string {
  return form === "import" ? `childEnv as ${name}` : `childEnv: ${name}`;
}

function specifierOf({ file, dir }: SpawnRequest, { extension }: FileStyle): string {
  const relative = path.posix.relative(path.posix.dirname(file), `${dir}/index${extension}`);
  return relative.startsWith("../") ? relative : `./${relative}`;
}

function quote({ quote }: FileStyle, specifier: string): string {
  return quote + specifier.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}

// The last of those at the top, before any other code runs: compiled to CommonJS, imports run in their
// places too. `require("util").promisify(exec)(…)` looks like one of them and may be the call itself.
function lastImport(
  context: SpawnContext,
  form: FileStyle["form"],
  expression: string,
): ts.Statement | undefined {
  const { ts, tree } = context;
  let last: ts.Statement | undefined;
  for (const statement of withoutDirectives(context)) {
    const isImport = ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
    const isTop = form === "import" ? isImport : isImportLike(ts, statement);
    if (statement.getText(tree).includes(`${expression}(`)) break;
    if (isTop) last = statement;
    else if (!isErased(ts, statement)) break;
  }
  return last;
}

// A line that starts like this would call, index or divide what the require above it returned.
function wouldContinue(
  context: SpawnContext,
  style: FileStyle,
  after: ts.Statement | undefined,
): boolean {
  const statements = withoutDirectives(context);
  const next = statements[after ? statements.indexOf(after) + 1 : 0];
  // A semicolon on a line of its own ends it as well.
  const isEnded = after !== undefined && endOf(context, after) !== after.end;
  return style.form === "require" && !isEnded && /^[([`/+-]/.test(next?.getText() ?? "");
}
