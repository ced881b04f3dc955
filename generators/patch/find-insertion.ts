import { isBuiltin } from "node:module";
import type { ts } from "ts-morph";
import { classifyEnvCall, isEnvPackage } from "./env-loaders.js";
import { isPure } from "./is-pure.js";
import { isEnvImport, isMustBeFirst, saysMustBeFirst } from "./must-be-first.js";
import type { FileContext } from "./read-context.js";
import { importEqualsSpecifier, loadedSpecifier, resolveReference } from "./resolve-references.js";

/** Where the imports go, as a place between two statements. */
export interface Insertion {
  /** The statement they follow; absent when they go ahead of all but the directives. */
  after?: ts.Statement;
  /** Whether an env file is loaded by then. */
  envLoaded: boolean;
  /** Specifiers of the modules that stay ahead of them. */
  ahead: string[];
}

/** Finds the first place that follows what must be first and, where order allows it, the env file. */
export function findInsertion(
  context: FileContext,
  form: "import" | "require",
  own: readonly (ts.Statement | undefined)[],
): Insertion {
  const insertion: Insertion = { envLoaded: false, ahead: [] };
  const statements = withoutDirectives(context).filter((statement) => !own.includes(statement));
  if (form === "import") walkImports(context, statements, insertion);
  else walkRequires(context, statements, insertion);
  return insertion;
}

/** The statements after the directive prologue. */
export function withoutDirectives({ ts, tree }: FileContext): ts.Statement[] {
  const end = tree.statements.findIndex(
    (statement) =>
      !ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression),
  );
  return end === -1 ? [] : tree.statements.slice(end);
}

/** Specifiers of everything that a statement loads while it runs. */
export function loadedBy(context: FileContext, statement: ts.Statement): string[] {
  const { ts } = context;
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
    const specifier = statement.moduleSpecifier;
    return specifier && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const specifier = importEqualsSpecifier(ts, statement);
    return specifier === undefined ? [] : [specifier];
  }
  return callsIn(context, statement).flatMap((call) => loadedSpecifier(ts, call) ?? []);
}

// Imports are hoisted: only their own order counts, and a call between them comes too late.
function walkImports(context: FileContext, statements: ts.Statement[], insertion: Insertion): void {
  const { ts, bindings } = context;
  for (const statement of statements) {
    if (isErased(ts, statement)) continue;
    const specifiers = loadedBy(context, statement);
    const isImport = ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
    const isEnv = isImport && specifiers.some(isEnvImport);
    const isFirst =
      specifiers.length > 0 &&
      (specifiers.every(isMustBeFirst) || (isImport && hasFirstComment(context, statement)));
    if (isEnv || isFirst) {
      insertion.after = statement;
      insertion.envLoaded ||= isEnv;
      insertion.ahead.push(...specifiers);
    } else if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) {
      // `tracer.init()`: what an instrumentation asks for between its import and the others.
      const callee = resolveReference(ts, statement.expression.expression, bindings);
      if (!callee || !isMustBeFirst(callee.module)) return;
    } else return;
  }
}

// Requires run in their order: after the call that loads the env file is soon enough, as long as
// nothing of the service itself has run.
function walkRequires(
  context: FileContext,
  statements: ts.Statement[],
  insertion: Insertion,
): void {
  let sawPackage = false;
  for (const statement of statements) {
    const specifiers = loadedBy(context, statement);
    const saysFirst = !sawPackage && specifiers.length > 0 && hasFirstComment(context, statement);
    if (!saysFirst && !isPure(context, statement)) return;
    const isEnv = loadsEnv(context, statement);
    const isFirst = !sawPackage && (saysFirst || usesMustBeFirst(context, statement));
    if (isEnv || isFirst) {
      insertion.after = statement;
      insertion.envLoaded ||= isEnv;
      insertion.ahead.push(...specifiers);
    }
    sawPackage ||= specifiers.some(
      (specifier) => !isBuiltin(specifier) && !isEnvPackage(specifier) && !isMustBeFirst(specifier),
    );
  }
}

/** Whether nothing of a statement is left in JavaScript. */
export function isErased(ts: FileContext["ts"], statement: ts.Statement): boolean {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly === true) ||
    (ts.isImportEqualsDeclaration(statement) && statement.isTypeOnly) ||
    (ts.isExportDeclaration(statement) && statement.isTypeOnly)
  );
}

function callsIn({ ts }: FileContext, root: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return calls;
}

function loadsEnv(context: FileContext, statement: ts.Statement): boolean {
  const { ts, bindings } = context;
  return callsIn(context, statement).some((call) => {
    const specifier = loadedSpecifier(ts, call);
    if (specifier !== undefined) return isEnvImport(specifier);
    const callee = resolveReference(ts, call.expression, bindings);
    return callee !== undefined && classifyEnvCall(callee) !== undefined;
  });
}

function usesMustBeFirst(context: FileContext, statement: ts.Statement): boolean {
  const { ts, bindings } = context;
  return callsIn(context, statement).some((call) => {
    const module =
      loadedSpecifier(ts, call) ?? resolveReference(ts, call.expression, bindings)?.module;
    return module !== undefined && isMustBeFirst(module);
  });
}

function hasFirstComment({ ts, tree }: FileContext, statement: ts.Statement): boolean {
  const { text } = tree;
  const leading = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  const trailing = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  let attachedFrom = statement.getStart(tree);
  const attached = leading.reverse().filter((comment) => {
    const isAttached = !/\n\s*\n|\r\s*\r/.test(
      text.slice(comment.end, attachedFrom).replaceAll("\r\n", "\n"),
    );
    if (isAttached) attachedFrom = comment.pos;
    return isAttached;
  });
  const words = attached.reverse().concat(trailing);
  return saysMustBeFirst(words.map(({ pos, end }) => text.slice(pos, end)).join("\n"));
}
