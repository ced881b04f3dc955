import type { ts } from "ts-morph";
import { unwrap } from "../../resolve-references.js";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import type { SetUp } from "./find-set-up.js";
import { levelSets, libraryOf } from "./libraries.js";

/** The levels of a file's set-up, the most severe first; a node whose levels can't be read. */
export function readLevels(context: SpawnContext, setUp: SetUp): string[] | { node: ts.Node } {
  const { ts } = context;
  if (setUp.library === "log4js") return [...levelSets.log4js];
  const isPino = setUp.library === "pino";
  const names = new Set<string>();
  for (const made of setUp.made) {
    const [options] =
      ts.isCallExpression(made) || ts.isNewExpression(made) ? (made.arguments ?? []) : [];
    const given = options && propertyOf(context, options, isPino ? "customLevels" : "levels");
    const read = given ? readSet(context, given, isPino) : isPino ? levelSets.pino : levelSets.npm;
    if (read === undefined) return { node: given ?? made };
    for (const name of isPino && given ? [...levelSets.pino, ...read] : read) names.add(name);
  }
  if (names.size === 0) return [...(isPino ? levelSets.pino : levelSets.npm)];
  return [...names];
}

/** The value of a property of an object that is written out, or of a constant that is one. */
function propertyOf(
  context: SpawnContext,
  object: ts.Expression,
  name: string,
): ts.Expression | undefined {
  const { ts } = context;
  const value = constant(context, object);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties) {
    if (property.name === undefined || property.name.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) {
      const declaration = context.declarationOf(property.name);
      return declaration && ts.isVariableDeclaration(declaration)
        ? declaration.initializer
        : property.name;
    }
  }
  return undefined;
}

function constant(context: SpawnContext, node: ts.Expression): ts.Expression {
  const { ts } = context;
  const inner = unwrap(ts, node);
  if (ts.isPropertyAccessExpression(inner)) {
    return propertyOf(context, inner.expression, inner.name.text) ?? inner;
  }
  if (!ts.isIdentifier(inner)) return inner;
  const declaration = context.declarationOf(inner);
  const value =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value ? constant(context, value) : inner;
}

function readSet(
  context: SpawnContext,
  given: ts.Expression,
  isAscending: boolean,
): readonly string[] | undefined {
  const { ts } = context;
  const callee = resolveCallee(context, given);
  if (callee && libraryOf(callee.module) === "winston") {
    const [, set = "", levels] = callee.members;
    return levels === "levels" && Object.hasOwn(levelSets, set)
      ? levelSets[set as keyof typeof levelSets]
      : undefined;
  }
  const value = constant(context, given);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const pairs: [string, number][] = [];
  for (const property of value.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isNumericLiteral(property.initializer))
      return undefined;
    const { name } = property;
    if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) return undefined;
    pairs.push([name.text, Number(property.initializer.text)]);
  }
  pairs.sort(([, a], [, b]) => (isAscending ? b - a : a - b));
  return pairs.map(([name]) => name);
}
