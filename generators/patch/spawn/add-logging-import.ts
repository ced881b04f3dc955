import path from "node:path";
import type { ts } from "ts-morph";
import { isErased, withoutDirectives } from "../find-insertion.js";
import type { EntrypointRequest } from "../patch.js";
import type { FileContext } from "../read-context.js";
import { type FileStyle, readFileStyle } from "../read-file-style.js";
import { endOf } from "../semicolons.js";
import { isImportLike } from "../sort-header.js";
import { spliceLines } from "../splice-lines.js";
import type { SpawnRequest } from "./spawn.js";

/** The whole module under a name, or functions of it, each under its own name or another one. */
export type Binding = { module: string } | { functions: { name: string; local: string }[] };

/** How a file is to import the logging folder's index. */
export interface ImportForm {
  style: FileStyle;
  /** By `import x = require(…)`. */
  isEquals: boolean;
}

/** Reads from a file, before anything is changed in it, how it imports what it hasn't yet. */
export function readImportForm(context: FileContext, request: SpawnRequest): ImportForm {
  const style = readFileStyle(context, styleRequest(request));
  return { style, isEquals: needsEquals(context, request, style) };
}

/** Adds an import of the logging folder's index behind the other imports. */
export function addLoggingImport(
  context: FileContext,
  request: SpawnRequest,
  { style, isEquals }: ImportForm,
  binding: Binding,
): string {
  const specifier = quote(style, specifierOf(request, style));
  const after = lastImport(context, style.form, binding);
  const names = writeNames(style, binding);
  const code = isEquals
    ? `import ${names} = require(${specifier})`
    : style.form === "import"
      ? `import ${names} from ${specifier}`
      : `const ${names} = require(${specifier})`;
  const semicolon = style.semicolon || wouldContinue(context, style, after) ? ";" : "";
  return spliceLines(context, after, { statements: [code + semicolon], blankAfter: false });
}

/** A name in a list of imports. */
export function writeName(
  form: FileStyle["form"],
  { name, local }: { name: string; local: string },
): string {
  if (name === local) return name;
  return form === "import" ? `${name} as ${local}` : `${name}: ${local}`;
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
function needsEquals({ ts, tree }: FileContext, request: SpawnRequest, style: FileStyle): boolean {
  if (!/\.[c]?tsx?$/.test(request.file) || style.form !== "import") return false;
  if (request.moduleKind === "esm") return false;
  if (request.verbatimModuleSyntax) return true;
  const has = (test: (statement: ts.Statement) => boolean) => tree.statements.some(test);
  return (
    has(ts.isImportEqualsDeclaration) &&
    !has((each) => ts.isImportDeclaration(each) && each.importClause !== undefined)
  );
}

function writeNames({ form }: FileStyle, binding: Binding): string {
  if ("module" in binding) return binding.module;
  return `{ ${binding.functions.map((each) => writeName(form, each)).join(", ")} }`;
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
  context: FileContext,
  form: FileStyle["form"],
  binding: Binding,
): ts.Statement | undefined {
  const { ts, tree } = context;
  const uses =
    "module" in binding
      ? [`${binding.module}.`]
      : binding.functions.flatMap(({ local }) => [`${local}(`, `${local}.`]);
  let last: ts.Statement | undefined;
  for (const statement of withoutDirectives(context)) {
    const isImport = ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
    const isTop = form === "import" ? isImport : isImportLike(ts, statement);
    const text = statement.getText(tree);
    if (uses.some((use) => text.includes(use))) break;
    if (isTop) last = statement;
    else if (!isErased(ts, statement)) break;
  }
  return last;
}

// A line that starts like this would call, index or divide what the require above it returned.
function wouldContinue(
  context: FileContext,
  style: FileStyle,
  after: ts.Statement | undefined,
): boolean {
  const statements = withoutDirectives(context);
  const next = statements[after ? statements.indexOf(after) + 1 : 0];
  // A semicolon on a line of its own ends it as well.
  const isEnded = after !== undefined && endOf(context, after) !== after.end;
  return style.form === "require" && !isEnded && /^[([`/+-]/.test(next?.getText() ?? "");
}
