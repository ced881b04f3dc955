import path from "node:path";
import type { SyntaxNodeRef } from "@lezer/common";
import { lineOf, parsePython } from "../../patch/python/parse-python.js";
import { listFiles } from "../../target/list-files.js";
import { isBuilt } from "../../target/python/list-project-files.js";
import { mapLines, type Removal, readText } from "../find-users.js";
import type { Use, User } from "../read-code.js";
import { listPythonModules } from "./list-python-modules.js";

/**
 * Finds the Python code that still needs what is removed: imports of it that aren't ours, and names that
 * only our import brought in.
 */
export async function findPythonUsers(removal: Removal): Promise<User[]> {
  const gone = new Set([...removal.gone].filter((file) => file.endsWith(".py")).map(moduleOf));
  if (gone.size === 0) return [];
  const users: User[] = [];
  for (const file of listSources(removal)) {
    const changed = removal.changed.get(file);
    const text = changed?.after ?? readText(path.join(removal.root, file));
    if (text === undefined) continue;
    const found = [
      ...findImports(file, text, gone),
      ...(changed === undefined ? [] : await findDangling(file, changed, gone)),
    ];
    const lineNow = changed && found.length > 0 ? mapLines(changed) : undefined;
    users.push(...found.map((use) => ({ ...use, lineNow: lineNow?.get(use.line) ?? use.line })));
  }
  return users;
}

// A package is imported by its folder's name.
function moduleOf(file: string): string {
  return file.replace(/(?:\/__init__)?\.py$/, "");
}

function listSources({ root, gone, kept }: Removal): string[] {
  // Projects below it as well: they may import what lies above them.
  return listFiles(root, isBuilt)
    .files.filter((file) => file.endsWith(".py") && !gone.has(file) && !kept.has(file))
    .sort();
}

function findImports(file: string, text: string, gone: ReadonlySet<string>): Use[] {
  return statementsOf(text).flatMap(({ line, statement }) => {
    const used = [...listPythonModules(file, statement)].find((module) => gone.has(module));
    return used === undefined ? [] : [{ file, line, uses: used }];
  });
}

// An import in brackets goes over several lines.
function statementsOf(text: string): { line: number; statement: string }[] {
  const imports =
    /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n#;]*)|import[ \t][^\n#;]*)/gm;
  return [...text.matchAll(imports)].map((match) => ({
    line: lineOf(text, match.index),
    statement: match[0],
  }));
}

async function findDangling(
  file: string,
  { before, after }: { before: string; after: string },
  gone: ReadonlySet<string>,
): Promise<Use[]> {
  const bound = (text: string) =>
    statementsOf(text)
      .filter(({ statement }) =>
        [...listPythonModules(file, statement)].some((each) => gone.has(each)),
      )
      .flatMap(({ statement }) => listBound(statement));
  const still = bound(after);
  const lost = bound(before).filter((name) => !still.includes(name) && after.includes(name));
  if (lost.length === 0) return [];
  const source = await parsePython(after.replace(/^\uFEFF/, ""));
  if ("reason" in source) return [];
  const declared = new Set<string>();
  const uses: Use[] = [];
  source.tree.iterate({
    enter(node) {
      if (node.name !== "VariableName") return;
      const name = source.text.slice(node.from, node.to);
      if (!lost.includes(name)) return;
      if (isDeclared(node)) declared.add(name);
      else uses.push({ file, line: lineOf(source.text, node.from), uses: name });
    },
  });
  return uses.filter((use) => !declared.has(use.uses));
}

// `from x import a as b, c` binds b and c.
function listBound(statement: string): string[] {
  const [, list = ""] = /\bimport\b([\s\S]*)$/.exec(statement) ?? [];
  return list
    .replace(/[()]/g, "")
    .split(",")
    .flatMap((item) => /(\w+)\s*$/.exec(item.trim())?.[1] ?? []);
}

function isDeclared({ node }: SyntaxNodeRef): boolean {
  const { parent, nextSibling, prevSibling } = node;
  if (parent?.name === "ImportStatement" || parent?.name === "ParamList") return true;
  if (parent?.name === "FunctionDefinition" || parent?.name === "ClassDefinition")
    return prevSibling?.name === "def" || prevSibling?.name === "class";
  return parent?.name === "AssignStatement" && nextSibling?.name === "AssignOp";
}
