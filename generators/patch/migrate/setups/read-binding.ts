import type { ts } from "ts-morph";
import { unwrap } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { libraryOf } from "./libraries.js";

/** Values that every record of a logger carries: `{ category: "auth" }`, as source text with nodes that it uses. */
export interface BoundValues {
  text: string;
  nodes: ts.Node[];
}

// What the log file's name, or the record of the start, says of every record.
const said =
  /^(?:service|serviceName|name|app|appName|application|env|environment|version|pid|hostname|host)$/;

/** Reads what a set-up gives each record of the loggers that it makes. */
export function readBinding(context: SpawnContext, made: ts.Expression): BoundValues | undefined {
  const { ts, tree } = context;
  if (!ts.isCallExpression(made) && !ts.isNewExpression(made)) return undefined;
  const callee = resolveCallee(context, made.expression);
  const [first] = made.arguments ?? [];
  if (!callee || !first) return undefined;
  if (callee.module === "log4js") return pairs(context, [["category", first]]);
  const found: [string, ts.Expression][] = [];
  const options = unwrap(ts, first);
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  for (const property of options.properties) {
    if (!property.name || !ts.isIdentifier(property.name)) continue;
    const value = ts.isPropertyAssignment(property)
      ? unwrap(ts, property.initializer)
      : property.name;
    const key = property.name.text;
    if (key === "defaultMeta" || key === "base") {
      if (ts.isObjectLiteralExpression(value)) found.push(...entries(context, value));
      else if (ts.isIdentifier(value) && key === "defaultMeta") {
        return { text: value.getText(tree), nodes: [value] };
      }
    } else if (key === "name" && libraryOf(callee.module) === "pino") found.push([key, value]);
    else if (key === "format") found.push(...labels(context, value));
  }
  const kept = found.filter(([key, value]) => !said.test(key) || !isStatic(context, value));
  return kept.length > 0 ? pairs(context, kept) : undefined;
}

function entries(
  context: SpawnContext,
  object: ts.ObjectLiteralExpression,
): [string, ts.Expression][] {
  const { ts } = context;
  return object.properties.flatMap((property): [string, ts.Expression][] => {
    if (ts.isShorthandPropertyAssignment(property)) return [[property.name.text, property.name]];
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return [];
    return [[property.name.text, property.initializer]];
  });
}

// `format.label({ label: name })`
function labels(context: SpawnContext, format: ts.Expression): [string, ts.Expression][] {
  const { ts } = context;
  const found: [string, ts.Expression][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (
      ts.isCallExpression(node) &&
      resolveCallee(context, node.expression)?.members.at(-1) === "label"
    ) {
      const [options] = node.arguments;
      if (options && ts.isObjectLiteralExpression(options))
        found.push(...entries(context, options));
    }
    ts.forEachChild(node, visit);
  };
  visit(format);
  return found.filter(([key]) => key === "label");
}

// Known when the file is loaded, and so the same in every record: not what a function is given.
function isStatic(context: SpawnContext, value: ts.Expression): boolean {
  const { ts } = context;
  let isConstant = true;
  const visit = (node: ts.Node): void => {
    const declaration = ts.isIdentifier(node) ? context.declarationOf(node) : undefined;
    if (declaration && (ts.isParameter(declaration) || ts.isBindingElement(declaration)))
      isConstant = false;
    ts.forEachChild(node, visit);
  };
  visit(value);
  return isConstant;
}

function pairs({ tree }: SpawnContext, given: [string, ts.Expression][]): BoundValues {
  const written = given.map(([key, value]) => {
    const text = value.getText(tree);
    return key === text ? key : `${key}: ${text}`;
  });
  return { text: `{ ${written.join(", ")} }`, nodes: given.map(([, value]) => value) };
}
