import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type PythonSource, textOf } from "../parse-python.js";

/** A name that an import statement binds. */
export interface ImportedName {
  bound: string;
  /** What it stands for: `os`, `logging.handlers.SMTPHandler`, `..config.settings`. */
  path: string;
  /** The node of the name as it is imported, and what is said of it up to the next comma. */
  name: SyntaxNode;
  from: number;
  to: number;
}

export interface ReadImport {
  names: ImportedName[];
  /** Modules whose names are all imported, as written. */
  stars: string[];
  /** Modules that the statement loads, as written. */
  modules: string[];
}

/** Reads `import a.b as c, d` and `from ..a import b as c, d`. */
export function readImport(source: PythonSource, node: SyntaxNode): ReadImport {
  const children = childrenOf(node).filter(({ name }) => !/^(?:Comment|\(|\))$/.test(name));
  const at = children.findIndex(({ name }) => name === "import");
  const isFrom = children[0]?.name === "from";
  const base = isFrom
    ? children
        .slice(1, at)
        .map((each) => textOf(source, each))
        .join("")
    : "";
  const read: ReadImport = { names: [], stars: [], modules: isFrom ? [base] : [] };
  for (const item of splitList(children.slice(at + 1))) {
    const as = item.findIndex(({ name }) => name === "as");
    const path = item.slice(0, as === -1 ? item.length : as);
    const written = path.map((each) => textOf(source, each)).join("");
    const [first, last] = [item[0], item.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (written === "*") {
      read.stars.push(base);
      continue;
    }
    if (!isFrom) read.modules.push(written);
    const whole = !isFrom ? written : base.endsWith(".") ? base + written : `${base}.${written}`;
    // `import os.path` binds os.
    const [head = ""] = written.split(".");
    const bound = as === -1 ? (isFrom ? written : head) : textOf(source, last);
    const stands = isFrom || as !== -1 ? whole : head;
    read.names.push({ bound, path: stands, name: first, from: first.from, to: last.to });
  }
  return read;
}

function splitList(nodes: SyntaxNode[]): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const node of nodes)
    if (node.name === ",") items.push([]);
    else items.at(-1)?.push(node);
  return items.filter((item) => item.length > 0);
}
