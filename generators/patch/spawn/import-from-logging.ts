import type { ts } from "ts-morph";
import type { FileContext } from "../read-context.js";
import { addLoggingImport, readImportForm, writeName } from "./add-logging-import.js";
import { appendItems, applyEdits } from "./append-items.js";
import type { LoggingPart } from "./find-logging-call.js";
import { type FoundImport, findLoggingImports } from "./find-logging-imports.js";
import type { SpawnRequest } from "./spawn.js";

/** What code calls of the logging folder; of `logger` it calls a method. */
export type LoggingFunction = "childEnv" | "watchChild" | "logger" | "exitWithReason";

/** How a file calls them, and how they come into it. */
export interface LoggingImport {
  /** `childEnv`, `logging.childEnv`. */
  expressionOf(wanted: LoggingFunction): string;
  /** The text with the import, and the statement that was extended for it; takes the file as it is by then. */
  add(context: FileContext): { text: string; extended?: ts.Statement };
}

/**
 * Finds the imports of the logging folder's index that can serve the calls from an offset on, or plans
 * one in the file's own style.
 */
export function importFromLogging(
  context: FileContext,
  request: SpawnRequest,
  wanted: readonly LoggingFunction[],
  firstCall: number,
): LoggingImport {
  const all = findLoggingImports(context, request);
  const serves = (found: FoundImport, each: LoggingFunction) =>
    found.part === "index" || found.part === partOf[each];
  const usable = all.filter(({ statement }) => {
    const isHoisted = context.ts.isImportDeclaration(statement) && request.moduleKind === "esm";
    return isHoisted || statement.end <= firstCall;
  });
  const expressions = new Map<LoggingFunction, string>();
  for (const each of wanted) {
    const local = findLocal(
      usable.filter((found) => serves(found, each)),
      each,
    );
    if (local !== undefined) expressions.set(each, local);
  }
  const missing = wanted.filter((each) => !expressions.has(each));
  const expressionOf = (each: LoggingFunction) => expressions.get(each) ?? each;
  if (missing.length === 0) return { expressionOf, add: ({ tree }) => ({ text: tree.text }) };

  const joined = findJoinable(
    usable.filter((found) => missing.every((each) => serves(found, each))),
    missing,
  );
  const form = readImportForm(context, request);
  if (!joined && form.isEquals) {
    const module = freeName(context, "logging", "serviceLogging");
    for (const each of missing) expressions.set(each, `${module}.${each}`);
    const add = (now: FileContext) => addLoggingImport(now, request, form, { module });
    return { expressionOf, add: (now) => ({ text: add(now) }) };
  }
  const functions = missing.map((name) => ({ name, local: freeName(context, name, other[name]) }));
  for (const { name, local } of functions) expressions.set(name, local);
  if (!joined) {
    const add = (now: FileContext) => addLoggingImport(now, request, form, { functions });
    return { expressionOf, add: (now) => ({ text: add(now) }) };
  }
  const index = all.indexOf(joined);
  return {
    expressionOf,
    add: (now) => extend(now, findLoggingImports(now, request)[index], functions),
  };
}

// What they are called where a parameter or a variable of the file has their names.
const other: Record<LoggingFunction, string> = {
  childEnv: "loggingChildEnv",
  watchChild: "loggingWatchChild",
  logger: "serviceLogger",
  exitWithReason: "loggingExitWithReason",
};

const partOf: Record<LoggingFunction, LoggingPart> = {
  childEnv: "child",
  watchChild: "child",
  logger: "logger",
  exitWithReason: "exit",
};

const functionNames = Object.keys(partOf) as LoggingFunction[];

function findLocal(found: FoundImport[], wanted: LoggingFunction): string | undefined {
  const named = found.find(({ locals }) => locals.has(wanted));
  if (named) return named.locals.get(wanted);
  const whole = found.find(({ module }) => module !== undefined);
  return whole && `${whole.module}.${wanted}`;
}

// What belongs together stands together, where one of it is there.
function findJoinable(
  found: FoundImport[],
  missing: readonly LoggingFunction[],
): FoundImport | undefined {
  const lists = found.filter(({ names }) => names !== undefined);
  const kin = functionNames.filter((each) => missing.some((one) => partOf[one] === partOf[each]));
  return lists.find(({ locals }) => kin.some((each) => locals.has(each))) ?? lists[0];
}

function extend(
  context: FileContext,
  joined: FoundImport | undefined,
  functions: { name: LoggingFunction; local: string }[],
): { text: string; extended?: ts.Statement } {
  const { ts, tree } = context;
  if (!joined?.names) return { text: tree.text };
  const { statement, names } = joined;
  const form = ts.isImportDeclaration(statement) ? "import" : "require";
  const items = functions.map((each) => writeName(form, each));
  const edits = appendItems(context, names, items);
  return { text: applyEdits(tree.text, edits), extended: statement };
}

function freeName({ ts, tree }: FileContext, wanted: string, otherwise: string): string {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(ts, node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  if (!names.has(wanted)) return wanted;
  let name = otherwise;
  for (let n = 2; names.has(name); n++) name = `${otherwise}${n}`;
  return name;
}

// Of an object's own: no name of the file.
function isMemberName(ts: FileContext["ts"], node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}
