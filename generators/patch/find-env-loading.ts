import path from "node:path";
import { readTextFile } from "../target/read-text-file.js";
import type { Aliases } from "../target/target.js";
import { mentionsEnvLoader } from "./env-loaders.js";
import { parseSource, type TypeScript } from "./parse-source.js";
import { readContext } from "./read-context.js";
import { type EnvCall, readEnvCalls } from "./read-env-calls.js";
import { hasModuleSyntax } from "./read-file-style.js";
import { resolveModule } from "./resolve-module.js";

// Far beyond what lies between an entrypoint and its configuration, near enough to stay quick.
const maxDepth = 12;
const maxFiles = 400;

/**
 * Follows an entrypoint's imports of own sources to everything that loads an env file, in the order in which
 * a start reaches it. The logging folder is ours: it is not looked into.
 */
export function findEnvLoading(
  ts: TypeScript,
  root: string,
  entry: string,
  dir: string,
  aliases?: Aliases,
): EnvCall[] {
  const seen = new Set<string>();
  const calls: EnvCall[] = [];
  const visit = (file: string, depth: number): void => {
    if (seen.has(file) || depth > maxDepth || seen.size >= maxFiles) return;
    seen.add(file);
    const text = readTextFile(path.join(root, file));
    if (text === undefined) return;
    const steps: { at: number; run: () => void }[] = readCalls(ts, file, text).map((call) => ({
      at: positionOf(call),
      run: () => calls.push(call),
    }));
    for (const { fileName, pos } of ts.preProcessFile(text, true, true).importedFiles) {
      const module = isErased(text, pos) ? undefined : resolveModule(root, file, fileName, aliases);
      if (module && !module.startsWith(`${dir}/`))
        steps.push({ at: pos, run: () => visit(module, depth + 1) });
    }
    for (const { run } of steps.sort((a, b) => a.at - b.at)) run();
  };
  visit(entry, 0);
  return calls;
}

// The scanner lists the imports of types as well.
function isErased(text: string, position: number): boolean {
  const start = Math.max(
    text.lastIndexOf("import", position),
    text.lastIndexOf("export", position),
  );
  const head = text.slice(Math.max(start, 0), position);
  return /^(?:import|export)\s+type\s+(?:[{*]|[\w$]+\s+from\b|[\w$]+\s*=)/.test(head);
}

function readCalls(ts: TypeScript, file: string, text: string): EnvCall[] {
  if (!mentionsEnvLoader.test(text)) return [];
  const source = parseSource(ts, file, text);
  return "reason" in source ? [] : readEnvCalls(readContext(source));
}

// In a module every import runs before the first statement.
function positionOf({ kind, node, context }: EnvCall): number {
  const isStatement = kind !== "import" && hasModuleSyntax(context);
  return isStatement ? context.tree.end + node.pos : node.pos;
}
