import path from "node:path";
import type { ts } from "ts-morph";
import type { SpecifierExtension } from "../target/target.js";
import type { Source } from "./parse-source.js";
import type { EntrypointRequest } from "./patch.js";
import { importEqualsSpecifier, loadedSpecifier } from "./resolve-references.js";
import { hasSemicolon } from "./semicolons.js";

/** How the file itself writes what we are about to add. */
export interface FileStyle {
  form: "import" | "require";
  quote: '"' | "'";
  semicolon: boolean;
  /** How the specifier of the logging files ends here. */
  extension: string;
}

/** Reads a file's own style; the request decides what the file doesn't show. */
export function readFileStyle(source: Source, request: EntrypointRequest): FileStyle {
  const specifiers = findSpecifiers(source);
  const form = chooseForm(source, request, specifiers);
  return {
    form,
    quote: findQuote(source, specifiers),
    semicolon: endsStatementsWithSemicolon(source),
    extension: chooseExtension(request, specifiers, form),
  };
}

type Specifier = ts.StringLiteralLike;

function findSpecifiers({ ts, tree }: Source): Specifier[] {
  const found: Specifier[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteralLike(node.moduleSpecifier)
    ) {
      found.push(node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node) && ts.isStringLiteralLike(node.expression)) {
      found.push(node.expression);
    } else if (ts.isCallExpression(node) && loadedSpecifier(ts, node) !== undefined) {
      found.push(node.arguments[0] as Specifier);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function chooseForm(
  source: Source,
  request: EntrypointRequest,
  specifiers: Specifier[],
): FileStyle["form"] {
  const extension = path.posix.extname(request.file);
  if (/^\.m[jt]s$/.test(extension)) return "import";
  if (extension === ".cjs") return "require";
  // A file that has imports is a module to every tool, whatever it requires besides: they come first.
  if (hasModuleSyntax(source)) return "import";
  // One that only requires stays a script: an import would make Node read it as a module.
  const { ts, tree } = source;
  const requires = specifiers.some(
    ({ parent }) => ts.isCallExpression(parent) && ts.isIdentifier(parent.expression),
  );
  const text = tree.text;
  if (requires || /\bmodule\.exports\b|\bexports\.\w/.test(text)) return "require";
  const isScript = request.moduleKind === "commonjs" && /^\.jsx?$/.test(extension);
  return isScript ? "require" : "import";
}

/** Whether a file has imports or exports, and so is a module to every tool. */
export function hasModuleSyntax({ ts, tree }: Source): boolean {
  return tree.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.isImportEqualsDeclaration(statement) &&
        importEqualsSpecifier(ts, statement) !== undefined) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );
}

function findQuote({ ts, tree }: Source, specifiers: Specifier[]): FileStyle["quote"] {
  const [first] = tree.statements;
  const directive =
    first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression)
      ? first.expression
      : undefined;
  const sample = specifiers[0] ?? directive ?? firstString(ts, tree);
  return sample?.getText(tree).startsWith("'") ? "'" : '"';
}

function firstString(ts: Source["ts"], node: ts.Node): ts.Node | undefined {
  if (ts.isStringLiteral(node)) return node;
  return ts.forEachChild(node, (child) => firstString(ts, child));
}

function endsStatementsWithSemicolon(source: Source): boolean {
  const atTop = source.tree.statements.filter((each) => mayEndWithSemicolon(source, each));
  const ended = atTop.length > 0 ? atTop : findInside(source);
  const withSemicolon = ended.filter((statement) => hasSemicolon(source, statement));
  return ended.length === 0 || withSemicolon.length * 2 >= ended.length;
}

function mayEndWithSemicolon({ ts }: Source, node: ts.Node): node is ts.Statement {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExpressionStatement(node) ||
    ts.isVariableStatement(node) ||
    ts.isReturnStatement(node) ||
    (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
  );
}

// A file that only declares functions shows it in them.
function findInside(source: Source): ts.Statement[] {
  const found: ts.Statement[] = [];
  const visit = (node: ts.Node): void => {
    if (mayEndWithSemicolon(source, node)) found.push(node);
    source.ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

const codeExtension = /\.(?:[mc]?[jt]s|[jt]sx)$/;

function chooseExtension(
  request: EntrypointRequest,
  specifiers: Specifier[],
  form: FileStyle["form"],
): string {
  if (request.fileExtension) return request.fileExtension;
  const counts = new Map<SpecifierExtension, number>();
  for (const { text } of specifiers) {
    if (!/^\.{1,2}(?:\/|$)/.test(text)) continue;
    const written = codeExtension.exec(text)?.[0];
    if (written === undefined && /\.(?:json|node|s?css|html|wasm|svg|png)$/.test(text)) continue;
    const style = written === undefined ? "" : written.includes("t") ? ".ts" : ".js";
    counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  const styles = [...counts].filter(([, count]) => count === most).map(([style]) => style);
  const preferred = request.specifierExtension;
  const style = styles.includes(preferred) ? preferred : (styles[0] ?? preferred);
  // Node resolves no extension for these, whatever the rest of the package does.
  const isNative = /\.m[jt]s$/.test(request.file) && form === "import";
  if (style === "" && isNative) return ".js";
  // JavaScript that names a TypeScript file says nothing of the logging folder's own files.
  const isForeign = style === ".ts" && preferred !== ".ts" && /\.[mc]?jsx?$/.test(request.file);
  return isForeign ? ".js" : style;
}
