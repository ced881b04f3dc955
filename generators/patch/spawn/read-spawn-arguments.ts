import type { ts } from "ts-morph";
import { firstLine } from "../parse-source.js";
import { unwrap } from "../resolve-references.js";
import type { SpawnExpression } from "./find-spawn-calls.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnApi } from "./spawn-apis.js";

/** The arguments of a call by what they are for. */
export interface SpawnArguments {
  command: ts.Expression;
  /** The list of the child's arguments. */
  list?: ts.Expression;
  options?: ts.Expression;
  callback?: ts.Expression;
}

/** A call whose arguments can't all be placed, and why. */
export type UnplacedArguments = { command: ts.Expression; reason: string };

type Kind = "list" | "options" | "callback" | "nothing" | "unknown";

/** Tells a call's arguments apart, or says which of them it can't place. */
export function readSpawnArguments(
  context: SpawnContext,
  node: SpawnExpression,
  api: SpawnApi,
  isPromisified: boolean,
): SpawnArguments | UnplacedArguments | { reason: string } {
  const { ts } = context;
  if (ts.isTaggedTemplateExpression(node)) return { reason: "is a template" };
  const [command, ...rest] = node.arguments ?? [];
  if (!command || ts.isSpreadElement(command)) return { reason: "takes its command from a list" };
  if (rest.some((argument) => ts.isSpreadElement(argument))) {
    return { command, reason: "spreads a list over its arguments" };
  }
  const kinds = rest.map((argument) => kindOf(context, argument));
  const hasCallback = api.hasCallback === true && !isPromisified;
  settleByCount(kinds, [
    ...(api.takes === "line" ? [] : ["list" as const]),
    "options",
    ...(hasCallback ? ["callback" as const] : []),
  ]);
  return place(context, command, rest, kinds, api.takes !== "line");
}

// With every place taken, each argument is what its place says.
function settleByCount(kinds: Kind[], places: Kind[]): void {
  if (kinds.length !== places.length) {
    if (kinds[0] === "unknown" && kinds[1] === "options") kinds[0] = "list";
    return;
  }
  for (const [index, kind] of places.entries()) if (kinds[index] === "unknown") kinds[index] = kind;
}

function place(
  { tree }: SpawnContext,
  command: ts.Expression,
  rest: readonly ts.Expression[],
  kinds: Kind[],
  hasList: boolean,
): SpawnArguments | UnplacedArguments {
  const found: SpawnArguments = { command };
  let next = 0;
  const take = (...wanted: Kind[]): ts.Expression | undefined =>
    wanted.includes(kinds[next] ?? "unknown") ? rest[next++] : undefined;
  const list = hasList ? take("list", "nothing") : undefined;
  const options = take("options");
  const callback = take("callback");
  const [left] = rest.slice(next);
  if (left) {
    const text = firstLine(left.getText(tree));
    return { command, reason: `passes \`${text}\`, which may or may not be its options` };
  }
  if (list) found.list = list;
  if (options) found.options = options;
  if (callback) found.callback = callback;
  return found;
}

const listMethods = new Set(
  "concat map filter slice flat flatMap split reverse sort keys values from of".split(" "),
);

function kindOf(context: SpawnContext, expression: ts.Expression, depth = 0): Kind {
  const { ts } = context;
  const node = unwrap(ts, expression);
  if (depth > 8) return "unknown";
  if (ts.isArrayLiteralExpression(node)) return "list";
  if (ts.isObjectLiteralExpression(node)) return "options";
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return "callback";
  if (node.kind === ts.SyntaxKind.NullKeyword) return "nothing";
  if (ts.isIdentifier(node)) {
    return node.text === "undefined" ? "nothing" : kindOfName(context, node, depth + 1);
  }
  if (ts.isPropertyAccessExpression(node)) return kindByName(node.name.text);
  if (ts.isConditionalExpression(node)) {
    const kinds = [node.whenTrue, node.whenFalse].map((each) => kindOf(context, each, depth + 1));
    return kinds[0] === kinds[1] ? (kinds[0] ?? "unknown") : "unknown";
  }
  if (ts.isBinaryExpression(node)) return kindOf(context, node.right, depth + 1);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return "unknown";
  }
  const { name, expression: owner } = node.expression;
  if (name.text === "bind") return "callback";
  if (name.text === "assign" && owner.getText() === "Object") return "options";
  return listMethods.has(name.text) ? "list" : "unknown";
}

function kindOfName(context: SpawnContext, name: ts.Identifier, depth: number): Kind {
  const { ts } = context;
  const declaration = context.declarationOf(name);
  if (!declaration) return kindByName(name.text);
  if (ts.isFunctionDeclaration(declaration)) return "callback";
  const isVariable =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isBindingElement(declaration);
  if (!isVariable) return kindByName(name.text);
  const type = "type" in declaration ? declaration.type : undefined;
  if (type) {
    const text = type.getText();
    if (/\[\]$|^(?:readonly\s|(?:Readonly)?Array<)/.test(text)) return "list";
    if (ts.isFunctionTypeNode(type)) return "callback";
    if (/Options\b/.test(text)) return "options";
  }
  const kind = declaration.initializer
    ? kindOf(context, declaration.initializer, depth)
    : "unknown";
  return kind === "unknown" || kind === "nothing" ? kindByName(name.text) : kind;
}

// People call these by what they are; of any other name nothing is assumed.
function kindByName(name: string): Kind {
  if (/^(?:\w*args|argv|arguments|params|parameters|\w*Args|\w*Argv|flags)$/.test(name))
    return "list";
  if (/^(?:opts?|options|\w*Opts|\w*Options)$/.test(name)) return "options";
  return /^(?:cb|callback|done|next|\w*Callback)$/.test(name) ? "callback" : "unknown";
}
