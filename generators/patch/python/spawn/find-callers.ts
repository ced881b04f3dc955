import path from "node:path";
import type { SourceText } from "../../spawn/list-sources.js";
import { lineOf, textOf } from "../parse-python.js";
import { findApi } from "./process-apis.js";
import { nodesIn, parseModule } from "./read-module.js";
import { resolvePath } from "./resolve-path.js";

// Enough to find one's way; a wrapper that half of the service uses needs no list.
const maxCallers = 8;

/** Places that call a function by its name: in its own file, and in those that name that file's module. */
export async function findCallers(
  file: string,
  name: string,
  sources: readonly SourceText[],
): Promise<string[]> {
  const stem = path.posix.basename(file, ".py");
  const called = stem === "__init__" ? path.posix.basename(path.posix.dirname(file)) : stem;
  const isNaming = new RegExp(`\\b(?:import|from)\\b[^\\n]*\\b${called}\\b`);
  const isCalling = new RegExp(`\\b${name}\\s*\\(`);
  const places: string[] = [];
  for (const source of sources) {
    if (places.length >= maxCallers || !isCalling.test(source.text)) continue;
    if (source.file !== file && !isNaming.test(source.text)) continue;
    const module = await parseModule(source.file, source.text);
    if ("reason" in module) continue;
    for (const node of nodesIn(module.tree.topNode)) {
      const callee = node.name === "CallExpression" ? node.firstChild : undefined;
      const last = callee && textOf(module, callee).split(".").at(-1);
      const isOther = callee && findApi(resolvePath(module, callee) ?? "") !== undefined;
      if (last === name && !isOther)
        places.push(`${source.file}:${lineOf(source.text, node.from)}`);
    }
  }
  return places.slice(0, maxCallers);
}
