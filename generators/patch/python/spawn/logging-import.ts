import type { SyntaxNode } from "@lezer/common";
import { isDirectory, isFile } from "../../../target/stat-path.js";
import type { Edit } from "../../spawn/append-items.js";
import { importPathOf } from "../import-path.js";
import { childrenOf, textOf } from "../parse-python.js";
import { extendImport } from "./extend-import.js";
import { findMember, type LoggingFunction } from "./find-logging-call.js";
import type { PythonModule } from "./read-module.js";
import type { PythonSurroundings } from "./surroundings.js";

/** The import that a file needs, or why it can't have one. */
export interface LoggingImport {
  /** What each function is called in the file. */
  names: Map<LoggingFunction, string>;
  edits: Edit[];
}

/** Names that services import from the logging folder: an import of one of them takes the others too. */
const shared = /^(?:logger|exit_with_reason|child_env|watch_child)$/;

/** Imports what is wanted from the logging folder, ahead of the statement at `firstUse`. */
export function importFromLogging(
  module: PythonModule,
  surroundings: PythonSurroundings,
  wanted: readonly LoggingFunction[],
  firstUse: number,
): LoggingImport | { reason: string } {
  const { dir } = surroundings;
  const imports = listImports(module).filter(({ to }) => to <= firstUse);
  const names = new Map<LoggingFunction, string>();
  for (const binding of wanted.flatMap((each) => findBound(module, dir, each))) {
    if (imports.some(({ from }) => from === binding.node.from))
      names.set(binding.member, binding.name);
  }
  const lacking = wanted.filter((each) => !names.has(each));
  if (lacking.length === 0) return { names, edits: [] };
  const items = lacking.map((member) => {
    const name = freeName(module, member);
    names.set(member, name);
    return name === member ? member : `${member} as ${name}`;
  });
  const joined = imports.find((each) => {
    return module.scopes
      .namesOf(each)
      .some(({ path }) => path && shared.test(findMember(module.file, dir, path) ?? ""));
  });
  if (joined) return { names, edits: extendImport(module, joined, items) };
  const path = choosePath(module, surroundings, imports);
  if (path === undefined) {
    return {
      reason: `can't import '${dir}': none of the folders that Python searches leads to it`,
    };
  }
  return { names, edits: [addImport(module, surroundings, imports, path, items)] };
}

function findBound(module: PythonModule, dir: string, member: LoggingFunction) {
  const bindings = listImports(module).flatMap((statement) => module.scopes.namesOf(statement));
  return bindings
    .filter(({ path }) => path !== undefined && findMember(module.file, dir, path) === member)
    .map(({ node, name }) => ({ node, name, member }));
}

/** The import statements at the top level of a module. */
function listImports({ tree }: PythonModule): SyntaxNode[] {
  return childrenOf(tree.topNode)
    .flatMap((node) => (node.name === "StatementGroup" ? childrenOf(node) : [node]))
    .filter(({ name }) => name === "ImportStatement");
}

// People call their variables `child_env`, too.
function freeName({ scopes }: PythonModule, member: LoggingFunction): string {
  let name: string = member;
  while (scopes.named(name).length > 0) name = `_${name}`;
  return name;
}

// Of several folders that are searched, the one that the file's own imports are found in comes first.
function choosePath(
  module: PythonModule,
  { root, dir, searchPaths }: PythonSurroundings,
  imports: readonly SyntaxNode[],
): string | undefined {
  const modules = imports.map((each) => moduleOf(module, each));
  const finds = (searchPath: string) =>
    modules.filter((each) => isOwnModule(`${root}/${searchPath}`, each)).length;
  const ranked = [...searchPaths].sort((a, b) => finds(b) - finds(a));
  return importPathOf(
    module.file,
    dir,
    ranked,
    modules.some((each) => each.startsWith(".")),
  );
}

/** The module that an import statement names first. */
function moduleOf(module: PythonModule, statement: SyntaxNode): string {
  const [, name = ""] = /^(?:from|import)\s*([.\w]+)/.exec(textOf(module, statement)) ?? [];
  return name;
}

function isOwnModule(folder: string, name: string): boolean {
  const [top = ""] = name.split(".");
  return top !== "" && (isFile(`${folder}/${top}.py`) || isDirectory(`${folder}/${top}`));
}

// After the imports that the file begins with; those below its first function may come too late.
function addImport(
  module: PythonModule,
  { root, searchPaths }: PythonSurroundings,
  imports: readonly SyntaxNode[],
  path: string,
  items: readonly string[],
): Edit {
  const { text, tree } = module;
  const definition = childrenOf(tree.topNode).find(({ name }) => {
    return /^(?:FunctionDefinition|ClassDefinition|DecoratedStatement)$/.test(name);
  });
  const last = imports.findLast(({ to }) => to <= (definition?.from ?? text.length));
  const line = `from ${path} import ${items.join(", ")}`;
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  if (!last) return addFirst(module, line, newline);
  const end = endOfLine(module, last);
  const name = moduleOf(module, last);
  const isOwn = [...searchPaths, ""].some((each) => isOwnModule(`${root}/${each}`, name));
  const isNear = name.startsWith(".") || (isOwn && !path.startsWith("."));
  const noted = /#[^\r\n]*\bnoqa\b(?![^\r\n]*:)|#[^\r\n]*\bE402\b/.test(text.slice(last.to, end));
  const added = `${line}${noted ? "  # noqa: E402" : ""}`;
  // Code comes a line apart from the imports above it.
  const isClose = /^(?:\r\n|\r|\n)(?!\s|from\b|import\b|$)/.test(text.slice(end));
  const ahead = isNear ? newline : newline + newline;
  return { start: end, end, text: ahead + added + (isClose ? newline : "") };
}

// The end of the last statement that begins on a statement's last line, its comment included.
function endOfLine({ text, tree }: PythonModule, statement: SyntaxNode): number {
  const lineEnd = (offset: number): number => {
    const found = text.slice(offset).search(/[\r\n]/);
    return found < 0 ? text.length : offset + found;
  };
  const all = childrenOf(tree.topNode).flatMap((node) =>
    node.name === "StatementGroup" ? childrenOf(node) : [node],
  );
  let end = lineEnd(statement.to);
  for (const { from, to } of all)
    if (from > statement.from && from < end && to > end) end = lineEnd(to);
  return end;
}

// A file without imports at its top: below the docstring, or ahead of the first statement.
function addFirst({ text, tree }: PythonModule, line: string, newline: string): Edit {
  const [first] = childrenOf(tree.topNode).filter(({ name }) => name !== "Comment");
  const isDocstring =
    first?.name === "ExpressionStatement" && /String$/.test(first.firstChild?.name ?? "");
  if (first?.firstChild && isDocstring) {
    const { to } = first.firstChild;
    const end = to + text.slice(to).search(/[\r\n]|$/);
    return { start: end, end, text: newline + newline + line };
  }
  const start = first?.from ?? text.length;
  const blanks = /^(?:(?:async\s+)?def|class|@)/.test(text.slice(start)) ? 3 : 2;
  return { start, end: start, text: line + newline.repeat(blanks) };
}
