import path from "node:path";
import type { ts } from "ts-morph";
import { readLocation } from "../read-location.js";
import { combineTexts, isComputed, unknownText } from "./combine-texts.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { Here } from "./read-texts.js";
import { calleeName, resolveCallee } from "./resolve-callee.js";

type Read = (child: ts.Expression) => string[];

/** The texts of `new URL("./x.js", import.meta.url)`. */
export function readUrl(
  context: SpawnContext,
  node: ts.NewExpression,
  here: Here,
  read: Read,
): string[] {
  const [relative, base] = node.arguments ?? [];
  if (node.expression.getText() !== "URL" || !relative) return [unknownText(node)];
  if (!base) return read(relative);
  const isHere = readLocation(context, base) === "url";
  return isHere ? read(relative).map((text) => resolvePath([here.dir, text])) : [unknownText(node)];
}

/** The texts of the calls that paths are made with: `path.join(__dirname, "x.js")`, `require.resolve("./x")`. */
export function readPathCall(
  context: SpawnContext,
  node: ts.CallExpression,
  here: Here,
  read: Read,
): string[] {
  const { ts } = context;
  const [first] = node.arguments;
  const written = node.expression.getText();
  if (written === "require.resolve" || written === "import.meta.resolve") {
    return first ? read(first).map((text) => locateModule(text, here)) : [unknownText(node)];
  }
  if (ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (/^(?:toString|trim)$/.test(name.text)) return read(expression);
  }
  if (written === "String" && first) return read(first);
  const callee = resolveCallee(context, node.expression);
  const name = callee ? calleeName(callee).replace(/^path\.posix\./, "path.") : "";
  if (name === "process.cwd") return [here.root];
  if (name === "url.fileURLToPath" || name === "path.normalize") return first ? read(first) : [];
  if (name === "path.dirname") {
    return first ? read(first).map((text) => path.posix.dirname(text)) : [];
  }
  if (name !== "path.join" && name !== "path.resolve") return [unknownText(node)];
  return combineTexts(node.arguments.map(read)).map((parts) =>
    name === "path.join"
      ? path.posix.normalize(parts.join("/"))
      : fromRoot(resolvePath(parts), here),
  );
}

function locateModule(text: string, { root, dir }: Here): string {
  return text.startsWith(".")
    ? path.posix.join(dir, text)
    : path.posix.join(root, "node_modules", text);
}

function resolvePath(parts: string[]): string {
  const from = parts.findLastIndex((part) => path.posix.isAbsolute(part));
  return path.posix.normalize(parts.slice(Math.max(from, 0)).join("/"));
}

function fromRoot(text: string, { root }: Here): string {
  return isComputed(text) || path.posix.isAbsolute(text) ? text : path.posix.join(root, text);
}
