import type { ts } from "ts-morph";
import { type FileContext, isAssignment } from "../read-context.js";
import { unwrap } from "../resolve-references.js";

/** The function that plop calls, or why it can't be told: the end of a sentence that begins with the place. */
export type PlopFunction =
  | { node: FunctionNode; statement: ts.Statement; parameter: string }
  | { reason: string; at?: ts.Node };

/** A function whose body can be added to. */
export type FunctionNode = (ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction) & {
  body: ts.ConciseBody;
};

/** Finds what a plopfile exports: `export default`, or `module.exports =`. */
export function findPlopFunction(context: FileContext): PlopFunction {
  const exported = context.tree.statements.flatMap((statement) => readExport(context, statement));
  const [first] = exported;
  if (first === undefined) return { reason: "exports no function that plop could call" };
  const last = exported.at(-1) ?? first;
  if (exported.length > 1 && exported.some(({ form }) => form !== "module.exports"))
    return { reason: "exports more than one thing", at: last.statement };
  if (last.form === "exports.default")
    return {
      reason: "sets 'exports.default', and plop calls what 'module.exports' is",
      at: last.statement,
    };
  const found = resolve(context, last.value);
  return "reason" in found ? found : checkParameter(context, found);
}

interface Exported {
  form: "default" | "module.exports" | "exports.default";
  value: ts.Node;
  statement: ts.Statement;
}

function readExport(context: FileContext, statement: ts.Statement): Exported[] {
  const { ts } = context;
  if (ts.isExportAssignment(statement)) {
    const form = statement.isExportEquals ? "module.exports" : "default";
    return [{ form, value: statement.expression, statement }];
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = statement.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
    );
    return isDefault ? [{ form: "default", value: statement, statement }] : [];
  }
  if (ts.isExportDeclaration(statement)) {
    const named = statement.exportClause;
    if (named === undefined || !ts.isNamedExports(named)) return [];
    const found = named.elements.find(({ name }) => name.text === "default");
    if (found === undefined) return [];
    // From another file, it is not this one that is to be patched.
    const value = statement.moduleSpecifier ?? found.propertyName ?? found.name;
    return [{ form: "default", value, statement }];
  }
  return ts.isExpressionStatement(statement) ? readAssignment(context, statement) : [];
}

function readAssignment({ ts }: FileContext, statement: ts.ExpressionStatement): Exported[] {
  const targets: string[] = [];
  let value = unwrap(ts, statement.expression);
  while (isAssignment(ts, value)) {
    targets.push(value.left.getText().replace(/\s/g, ""));
    value = unwrap(ts, value.right);
  }
  if (targets.includes("module.exports")) return [{ form: "module.exports", value, statement }];
  const isDefault = targets.some((target) => /^(?:module\.)?exports\.default$/.test(target));
  return isDefault ? [{ form: "exports.default", value, statement }] : [];
}

interface Found {
  node: FunctionNode;
  statement: ts.Statement;
}

function resolve(context: FileContext, value: ts.Node): Found | { reason: string; at?: ts.Node } {
  const { ts, constants } = context;
  const node = ts.isExpression(value) ? unwrap(ts, value) : value;
  if (isFunction(context, node)) {
    if (node.asteriskToken) return { reason: "exports a generator function", at: node };
    return { node, statement: statementOf(context, node) };
  }
  if (ts.isIdentifier(node)) {
    const constant = constants.get(node.text);
    if (constant) return resolve(context, constant);
    const declared = context.tree.statements.filter(
      (statement): statement is ts.FunctionDeclaration =>
        ts.isFunctionDeclaration(statement) && statement.name?.text === node.text,
    );
    const own = declared.find(({ body }) => body !== undefined);
    if (own && declared.length === 1) return resolve(context, own);
    return { reason: `exports '${node.text}', and what that is can't be told`, at: node };
  }
  if (ts.isClassLike(node)) return { reason: "exports a class", at: node };
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText().split(/\r?\n/, 1)[0];
    return { reason: `exports what '${called}' returns, and that can't be told`, at: node };
  }
  return { reason: "exports no function that plop could call", at: node };
}

function isFunction({ ts }: FileContext, node: ts.Node): node is FunctionNode {
  return (
    (ts.isFunctionDeclaration(node) && node.body !== undefined) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node)
  );
}

function checkParameter({ ts, tree }: FileContext, { node, statement }: Found): PlopFunction {
  const [parameter] = node.parameters.filter(({ name }) => name.getText(tree) !== "this");
  if (parameter === undefined || parameter.dotDotDotToken)
    return { reason: "exports a function that gives its parameter no name", at: node };
  if (!ts.isIdentifier(parameter.name))
    return { reason: "exports a function that takes its parameter apart", at: parameter };
  const name = parameter.name.text;
  const changed = findOther(ts, node.body, name);
  if (changed) return { reason: `gives '${name}' another meaning`, at: changed };
  const waiting = findName(ts, node.body, "await");
  if (waiting) return { reason: "has something called 'await'", at: waiting };
  return { node, statement, parameter: name };
}

// The block itself, not the functions in it, must leave the parameter what it is.
function findOther(ts: FileContext["ts"], body: ts.Node, name: string): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    const declares =
      (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name) &&
      node.name.text === name;
    if (declares || (isAssignment(ts, node) && node.left.getText() === name)) return node;
    return ts.isFunctionLike(node) ? undefined : ts.forEachChild(node, visit);
  };
  return visit(body);
}

// The parser takes it where an async function has it; Node does not.
function findName(ts: FileContext["ts"], node: ts.Node, name: string): ts.Node | undefined {
  if (ts.isIdentifier(node) && node.text === name) return node;
  return ts.forEachChild(node, (child) => findName(ts, child, name));
}

function statementOf({ tree }: FileContext, node: ts.Node): ts.Statement {
  let at = node;
  while (at.parent !== tree) at = at.parent;
  return at as ts.Statement;
}
