import type { Writer } from "./environment.js";
import type { LoggingImport } from "./import-from-logging.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnRequest } from "./spawn.js";

/** Writes the code for one child, in a file's own style. */
export function makeWriter(
  { tree, file }: SpawnContext,
  { variables: { name: nameVariable } }: SpawnRequest,
  { expressionOf }: LoggingImport,
  descriptor: string,
): Writer & { watch(): { before: string; after: string } } {
  const isSingle = (tree.text.match(/'/g)?.length ?? 0) > (tree.text.match(/"/g)?.length ?? 0);
  const quote = isSingle ? "'" : '"';
  const child = quote + descriptor + quote;
  const env = (extra?: string) =>
    `${expressionOf("childEnv")}(${child}${extra === undefined ? "" : `, ${extra}`})`;
  // Under noPropertyAccessFromIndexSignature only the brackets compile, and the file shows them.
  const isBracket =
    /\.[cm]?tsx?$/.test(file) &&
    /\bprocess\.env\[["']/.test(tree.text) &&
    !/\bprocess\.env\.\w/.test(tree.text);
  const member = isBracket ? `[${quote}${nameVariable}${quote}]` : `.${nameVariable}`;
  const name = () => env() + member;
  return {
    env,
    name,
    entry: () => `${nameVariable}: ${name()}`,
    watch: () => ({ before: `${expressionOf("watchChild")}(${child}, `, after: ")" }),
  };
}
