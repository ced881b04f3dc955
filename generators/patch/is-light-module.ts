import { isBuiltin } from "node:module";
import path from "node:path";
import type { ts } from "ts-morph";
import { readTextFile } from "../target/read-text-file.js";
import { isEnvPackage } from "./env-loaders.js";
import { parseSource, type TypeScript } from "./parse-source.js";
import { resolveModule } from "./resolve-module.js";

// They find files or check values, and open nothing.
const lightPackages =
  /^(?:zod|joi|yup|valibot|envalid|env-var|convict|find-up|find-config|app-root-path|pkg-dir|ms|lodash)(?:\/|$)/;
const maxDepth = 3;

/** Whether a module may run ahead of the guard: it reads the environment, and starts nothing. */
export function isLightModule(ts: TypeScript, root: string, file: string, depth = 0): boolean {
  const text = readTextFile(path.join(root, file));
  if (text === undefined || depth > maxDepth) return false;
  const source = parseSource(ts, file, text);
  if ("reason" in source || startsSomething(ts, source.tree)) return false;
  return ts.preProcessFile(text, true, true).importedFiles.every(({ fileName }) => {
    if (isBuiltin(fileName)) return /^(?:node:)?(?:path|fs|url|os|process|util)$/.test(fileName);
    if (isEnvPackage(fileName) || lightPackages.test(fileName)) return true;
    const module = resolveModule(root, file, fileName);
    return module !== undefined && isLightModule(ts, root, module, depth + 1);
  });
}

function startsSomething(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    if (/^(?:listen|connect|createServer|start|fork|spawn)$/.test(node.expression.name.text)) {
      return true;
    }
  }
  return ts.forEachChild(node, (child) => startsSomething(ts, child) || undefined) ?? false;
}
