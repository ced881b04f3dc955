import type { ts } from "ts-morph";
import type { Note } from "../../target/target.js";
import { findDamage } from "../find-damage.js";
import { lineOf, loadTypeScript, parseSource } from "../parse-source.js";
import type { PatchResult } from "../patch.js";
import { type FileContext, readContext } from "../read-context.js";
import { applyEdits, type Edit } from "../spawn/append-items.js";
import { type FunctionNode, findPlopFunction } from "./find-plop-function.js";
import { placeStatement } from "./place-statement.js";

/** What `plop.load` is given. */
export const packName = "create-logging";

/** Has the function of a plopfile load the pack, as its last statement; or says why not, and where. */
export async function patchPlopfile(file: string, text: string): Promise<PatchResult> {
  const ts = await loadTypeScript();
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const source = parseSource(ts, file, text.slice(mark.length));
  if ("reason" in source) {
    const { line, reason } = source;
    return { patched: false, already: false, reason: `does not parse: ${reason}`, line };
  }
  const context = readContext(source);
  const load = findLoad(context);
  if (load) return { patched: false, already: true, notes: noteUnawaited(context, load, file) };
  const found = findPlopFunction(context);
  if ("reason" in found) {
    const { reason, at } = found;
    const line = at === undefined ? {} : { line: lineOf(context, at) };
    return { patched: false, already: false, reason, ...line };
  }
  const edits = [
    ...makeAsync(context, found.node),
    ...placeStatement(context, found.node, found.parameter),
  ];
  const after = applyEdits(context.tree.text, edits);
  const damage = findDamage(context, after, found.statement);
  if (damage) return { patched: false, already: false, reason: `would be broken: ${damage}` };
  return { patched: true, text: mark + after, notes: [] };
}

function findLoad({ ts, tree }: FileContext): ts.CallExpression | undefined {
  const isPack = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && node.text === packName;
  const visit = (node: ts.Node): ts.CallExpression | undefined => {
    if (ts.isCallExpression(node) && /\bload$/.test(node.expression.getText(tree))) {
      const [names] = node.arguments;
      if (
        names &&
        (isPack(names) || (ts.isArrayLiteralExpression(names) && names.elements.some(isPack)))
      )
        return node;
    }
    return ts.forEachChild(node, visit);
  };
  return visit(tree);
}

function noteUnawaited(context: FileContext, call: ts.CallExpression, file: string): Note[] {
  const { ts } = context;
  // A promise that is an expression statement of its own is waited for by nobody.
  if (!ts.isExpressionStatement(call.parent)) return [];
  const text = "loads the generators without `await`: plop is done before they are there. Write it";
  return [{ file, line: lineOf(context, call), text }];
}

// plop waits for the promise; without it the pack's generators would come too late.
function makeAsync({ ts, tree }: FileContext, node: FunctionNode): Edit[] {
  if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return [];
  const keyword = ts.isArrowFunction(node)
    ? undefined
    : node.getChildren(tree).find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword);
  const start = (keyword ?? node).getStart(tree);
  return [{ start, end: start, text: "async " }, ...promiseType({ ts, tree }, node.type)];
}

function promiseType(
  { ts, tree }: Pick<FileContext, "ts" | "tree">,
  type: ts.TypeNode | undefined,
): Edit[] {
  if (type === undefined) return [];
  const isPromise = (node: ts.TypeNode): boolean =>
    ts.isTypeReferenceNode(node) && node.typeName.getText(tree) === "Promise";
  if (isPromise(type)) return [];
  const written = ts.isUnionTypeNode(type) ? type.types.find(isPromise)?.getText(tree) : undefined;
  const text = written ?? `Promise<${type.getText(tree)}>`;
  return [{ start: type.getStart(tree), end: type.end, text }];
}
