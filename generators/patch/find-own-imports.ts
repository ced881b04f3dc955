import path from "node:path";
import type { ts } from "ts-morph";
import { loadedBy } from "./find-insertion.js";
import type { EntrypointRequest } from "./patch.js";
import type { FileContext } from "./read-context.js";

/** The imports of the logging folder that an entrypoint already has. */
export interface OwnImports {
  envFile?: ts.Statement | undefined;
  setup?: ts.Statement | undefined;
  /** `setup` where `setup-child` is asked for, and the other way round. */
  otherSetup?: ts.Statement | undefined;
}

/** Finds the bare imports and requires of the logging folder, however their specifiers end. */
export function findOwnImports(context: FileContext, request: EntrypointRequest): OwnImports {
  const setup = find(context, request, request.setup);
  const otherSetup = setup ? undefined : find(context, request, otherSetupName(request));
  return { envFile: find(context, request, "env-file"), setup, otherSetup };
}

/** The text with `setup` renamed to `setup-child`, or the other way round. */
export function renameSetup(
  { tree }: FileContext,
  request: EntrypointRequest,
  statement: ts.Statement,
): string {
  const name = otherSetupName(request);
  const start = statement.getStart(tree);
  const at = start + statement.getText(tree).lastIndexOf(`/${name}`) + 1;
  return tree.text.slice(0, at) + request.setup + tree.text.slice(at + name.length);
}

function otherSetupName(request: EntrypointRequest): string {
  return request.setup === "setup" ? "setup-child" : "setup";
}

function find(
  context: FileContext,
  request: EntrypointRequest,
  name: string,
): ts.Statement | undefined {
  const folder = path.posix.dirname(request.file);
  return context.tree.statements.find((statement) => {
    if (!isBare(context, statement)) return false;
    const [specifier] = loadedBy(context, statement);
    if (!specifier?.startsWith(".")) return false;
    const module = path.posix.join(folder, specifier).replace(/\.[mc]?[jt]s$/, "");
    return module === path.posix.join(request.dir, name);
  });
}

function isBare({ ts, tree }: FileContext, statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause === undefined;
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.expression.getText(tree) === "require"
  );
}
