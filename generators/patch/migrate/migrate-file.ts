import type { ts } from "ts-morph";
import { findDamage } from "../find-damage.js";
import { parseSource, type TypeScript } from "../parse-source.js";
import { type FileContext, readContext } from "../read-context.js";
import { resolveReference } from "../resolve-references.js";
import { applyEdits, type Edit } from "../spawn/append-items.js";
import { findLoggingPart } from "../spawn/find-logging-call.js";
import { importFromLogging, type LoggingFunction } from "../spawn/import-from-logging.js";
import type { SpawnRequest } from "../spawn/spawn.js";
import { editExit } from "./edit-exit.js";
import { findDelayedExits } from "./find-delayed-exits.js";
import { findDoubles } from "./find-doubles.js";
import { type ConsoleCall, judgeConsole } from "./judge-console.js";
import { type ExitIdiom, judgeExit } from "./judge-exit.js";
import { leaveNeeded } from "./leave-needed.js";
import type { LeftPlace } from "./migrate.js";
import type { OpenModule } from "./read-wait.js";

/** What is known around one file. */
export interface FileRequest {
  imports: SpawnRequest;
  openModule: OpenModule;
  /** Whether a specifier means a module that hands on the service's logger. */
  isLoggerModule(specifier: string): boolean;
  /** Another logger of the service, whose records a wait may be for. */
  otherLogger?: string;
  /** A name without a use is an error to the compiler. */
  refusesUnused: boolean;
  /** Why the file can't import the logging folder; asked only where it would have to. */
  refuse(context: FileContext): string | undefined;
}

/** What becomes of one file. */
export interface MigratedFile {
  /** Absent where nothing changes. */
  text?: string;
  /** Console calls that are the logger's now, and exits that give their reason. */
  calls: number;
  exits: number;
  left: LeftPlace[];
}

/** Makes the console calls of a text (without its byte order mark) the logger's, and its waits before an exit `exitWithReason`. */
export function migrateFile(ts: TypeScript, text: string, request: FileRequest): MigratedFile {
  const source = parseSource(ts, request.imports.file, text);
  if ("reason" in source) {
    const fault = `does not parse: ${source.reason.replace(/\.$/, "")}`;
    return leaveAll([{ line: source.line, kind: "broken", text: fault }]);
  }
  const context = readContext(source);
  const { calls, left } = judgeConsole(context);
  const isOurLogger = recogniseLogger(context, request);
  const exits = judgeExits(context, calls, request, isOurLogger);
  const idioms = exits.idioms;
  const consumed = new Set(idioms.map(({ log }) => log));
  const plain = calls.filter(({ node }) => !consumed.has(node));
  const all = [...left, ...exits.left].sort((a, b) => a.line - b.line);
  if (plain.length + idioms.length === 0) return leaveAll(all);
  const lines = calls.map(({ node }) => lineOfNode(context, node));
  const refused = (fault: string): MigratedFile => {
    const first = lines[0] ?? lineOfNode(context, idioms[0]?.log ?? context.tree);
    return leaveAll([...all, { line: first, kind: "file", text: describeRefusal(calls, fault) }]);
  };
  const reason = request.refuse(context);
  if (reason !== undefined) return refused(reason);
  const changed = rewrite(ts, context, request, plain, idioms);
  if ("damage" in changed) return refused(`it would be broken: ${changed.damage}`);
  const doubles = findDoubles(
    context,
    calls.map(({ node }) => node),
    isOurLogger,
  );
  const said = [...all, ...doubles].sort((a, b) => a.line - b.line);
  return { text: changed.text, calls: plain.length, exits: idioms.length, left: said };
}

function leaveAll(left: LeftPlace[]): MigratedFile {
  return { calls: 0, exits: 0, left };
}

function describeRefusal(calls: readonly ConsoleCall[], fault: string): string {
  const count = calls.length === 1 ? "1 console call stays" : `${calls.length} console calls stay`;
  return `${count}: ${fault}`;
}

function recogniseLogger(
  { ts, bindings }: FileContext,
  { imports, isLoggerModule }: FileRequest,
): (expression: ts.Expression) => boolean {
  return (expression) => {
    const reference = resolveReference(ts, expression, bindings);
    if (!reference) return false;
    if (isLoggerModule(reference.module)) return true;
    const part = findLoggingPart(imports.file, imports, reference.module);
    return part !== undefined && reference.members.join(".") === "logger";
  };
}

function judgeExits(
  context: FileContext,
  calls: readonly ConsoleCall[],
  { openModule, otherLogger, refusesUnused }: FileRequest,
  isOurLogger: (expression: ts.Expression) => boolean,
): { idioms: ExitIdiom[]; left: LeftPlace[] } {
  const nodes = new Set(calls.map(({ node }) => node));
  const around = {
    isOurLogger,
    isConsoleCall: (call: ts.CallExpression) => nodes.has(call),
    ...(otherLogger === undefined ? {} : { otherLogger }),
  };
  const judged = findDelayedExits(context, openModule).map((each) =>
    judgeExit(context, each, around),
  );
  const idioms = judged.flatMap((each) => ("log" in each ? [each] : []));
  const kept = leaveNeeded(context, idioms, refusesUnused);
  const left = judged.flatMap((each) => ("log" in each ? [] : [each]));
  return { idioms: kept.idioms, left: [...left, ...kept.left] };
}

function rewrite(
  ts: TypeScript,
  context: FileContext,
  request: FileRequest,
  calls: readonly ConsoleCall[],
  idioms: readonly ExitIdiom[],
): { text: string } | { damage: string } {
  const { file } = request.imports;
  const wanted: LoggingFunction[] = [
    ...(idioms.length > 0 ? (["exitWithReason"] as const) : []),
    ...(calls.length > 0 ? (["logger"] as const) : []),
  ];
  const uses = [...calls.map(({ node }) => node), ...idioms.map(({ log }) => log)];
  const logging = importFromLogging(context, request.imports, wanted, findFirstUse(context, uses));
  const edits = [
    ...calls.flatMap((call) => editCall(context, call, logging.expressionOf("logger"))),
    ...idioms.flatMap((idiom) => editExit(context, idiom, logging.expressionOf("exitWithReason"))),
  ];
  const removed = idioms.reduce((sum, { removed }) => sum + countStatements(ts, ...removed), 0);
  const edited = parseSource(ts, file, applyEdits(context.tree.text, edits));
  if ("reason" in edited) return { damage: edited.reason };
  // A line that now follows another one may have become a part of it.
  if (countStatements(ts, edited.tree) !== countStatements(ts, context.tree) - removed)
    return { damage: "its lines would read differently without a semicolon" };
  const changed = readContext(edited);
  const { text, extended } = logging.add(changed);
  const damage = findDamage(changed, text, extended);
  return damage === undefined ? { text } : { damage };
}

// Both names alone: what stands between and around them stays byte for byte.
function editCall(
  { tree }: FileContext,
  { owner, callee, method }: ConsoleCall,
  logger: string,
): Edit[] {
  return [
    { start: owner.getStart(tree), end: owner.end, text: logger },
    { start: callee.name.getStart(tree), end: callee.name.end, text: method },
  ];
}

// A function may be called at any time, but hardly before the imports of its file.
function findFirstUse({ ts, tree }: FileContext, uses: readonly ts.Node[]): number {
  const [first = tree.end] = tree.statements
    .filter((statement) => !ts.isFunctionDeclaration(statement) && !ts.isClassLike(statement))
    .filter(({ pos, end }) => uses.some((use) => pos <= use.pos && use.pos < end))
    .map(({ pos }) => pos);
  return first;
}

function countStatements(ts: TypeScript, ...roots: readonly ts.Node[]): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstStatement && node.kind <= ts.SyntaxKind.LastStatement)
      count++;
    ts.forEachChild(node, visit);
  };
  for (const root of roots) visit(root);
  return count;
}

function lineOfNode({ tree }: FileContext, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
