import type { ts } from "ts-morph";
import type { Target } from "../../target/target.js";
import { lineOf, parseSource, type TypeScript } from "../parse-source.js";
import { resolveModule } from "../resolve-module.js";

// Enough to find one's way; a wrapper that half of the service uses needs no list.
const maxCallers = 8;

/** Places that call a function by its name: in its own file, and in those that import that file. */
export function findCallers(
  ts: TypeScript,
  { root, aliases }: Target,
  file: string,
  name: string,
  texts: { file: string; text: string }[],
): string[] {
  const isMentioned = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}\\s*[(<]`);
  const places: string[] = [];
  for (const each of texts) {
    if (places.length >= maxCallers || !isMentioned.test(each.text)) continue;
    const isImporting =
      each.file === file ||
      ts
        .preProcessFile(each.text, true, true)
        .importedFiles.some(
          ({ fileName }) => resolveModule(root, each.file, fileName, aliases) === file,
        );
    if (isImporting) places.push(...callsIn(ts, each.file, each.text, name));
  }
  return places.slice(0, maxCallers);
}

function callsIn(ts: TypeScript, file: string, text: string, name: string): string[] {
  const source = parseSource(ts, file, text);
  if ("reason" in source) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
      if (called.getText(source.tree) === name) found.push(`${file}:${lineOf(source, node)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}
