import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "./parse-python.js";

/** What one name of an import statement stands for. */
export interface ImportedName {
  /** The statement. */
  node: SyntaxNode;
  /** How many dots come first: 0 for an absolute import. */
  level: number;
  /** Without the dots; `` in `from . import x`. */
  module: string;
  /** What is taken from the module, `*` for all; undefined for `import module`. */
  name?: string;
  /** What it is called here. */
  as: string;
  /** What it stands for: `os`, `logging.handlers.SMTPHandler`, `..config.settings`. */
  path: string;
  /** Its place in the statement, up to the next comma. */
  from: number;
  to: number;
}

/** Reads `import a.b as c, d` and `from ..a import b as c, d`. */
export function readImport(source: PythonSource, node: SyntaxNode): ImportedName[] {
  const children = childrenOf(node).filter(({ name }) => !/^(?:Comment|\(|\))$/.test(name));
  const textOfAll = (nodes: SyntaxNode[]) => nodes.map((each) => textOf(source, each)).join("");
  const at = children.findIndex(({ name }) => name === "import");
  const isFrom = children[0]?.name === "from";
  const base = isFrom ? textOfAll(children.slice(1, at)) : "";
  return splitList(children.slice(at + 1)).flatMap((item): ImportedName[] => {
    const as = item.findIndex(({ name }) => name === "as");
    const written = textOfAll(item.slice(0, as === -1 ? item.length : as));
    const [first, last] = [item[0], item.at(-1)];
    if (first === undefined || last === undefined) return [];
    const place = { node, from: first.from, to: last.to };
    const alias = as === -1 ? undefined : textOf(source, last);
    // `import os.path` binds os.
    const [head = ""] = written.split(".");
    if (!isFrom) {
      const bound = alias === undefined ? head : written;
      return [{ ...place, level: 0, module: written, as: alias ?? head, path: bound }];
    }
    const [, dots = "", module = ""] = /^(\.*)(.*)$/.exec(base) ?? [];
    const path = base.endsWith(".") ? base + written : `${base}.${written}`;
    return [{ ...place, level: dots.length, module, name: written, as: alias ?? written, path }];
  });
}

/** The module that an import loads, as written: `..config`. */
export function moduleOf({ level, module }: ImportedName): string {
  return ".".repeat(level) + module;
}

function splitList(nodes: SyntaxNode[]): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const node of nodes)
    if (node.name === ",") items.push([]);
    else items.at(-1)?.push(node);
  return items.filter((item) => item.length > 0);
}
