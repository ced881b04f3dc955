import type { ts } from "ts-morph";
import { lineOf, type TypeScript } from "../parse-source.js";
import type { FileContext } from "../read-context.js";
import { type DelayedExit, siblingsOf } from "./find-delayed-exits.js";
import { methods } from "./judge-console.js";
import type { LeftPlace } from "./migrate.js";
import { runsLast } from "./runs-last.js";

/** A record and the exit that waits for it, which become one call of `exitWithReason`. */
export interface ExitIdiom {
  log: ts.CallExpression;
  logStatement: ts.Statement;
  code: string;
  /** What goes: the wait, the exit, a return behind it. */
  removed: ts.Statement[];
  /** The name that the wait was called by. */
  helper?: string;
}

/** What is known around a file: whose methods log, and who else may still be writing. */
export interface ExitSurroundings {
  /** Whether an expression is the service's own logger. */
  isOurLogger(expression: ts.Expression): boolean;
  /** Whether a call is one of the console's that becomes the logger's. */
  isConsoleCall(call: ts.CallExpression): boolean;
  /** Another logger of the service, whose records the wait may be for. */
  otherLogger?: string;
}

// A wait for a log is short; a longer one may keep a supervisor from starting it again at once.
const longestFlushMs = 1000;

/** Whether a delayed exit is nothing but a wait for the log, or the reason why it stays. */
export function judgeExit(
  context: FileContext,
  delayed: DelayedExit,
  around: ExitSurroundings,
): ExitIdiom | LeftPlace {
  const judged = judge(context, delayed, around);
  if (typeof judged !== "string") return judged;
  const text = `'process.exit' that waits stays: ${judged}`;
  return { line: lineOf(context, delayed.exit), kind: "exit", text };
}

function judge(
  context: FileContext,
  { exit, statements, returnsAtOnce, wait }: DelayedExit,
  around: ExitSurroundings,
): ExitIdiom | string {
  const { ts } = context;
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) return "it has no statement of its own";
  if (ts.isReturnStatement(last)) return "its value is returned";
  const siblings = siblingsOf(ts, first);
  const index = siblings.indexOf(first);
  const logStatement = siblings[index - 1];
  const log = logStatement && readLog(ts, logStatement, around);
  if (!logStatement || !log) return "no call of the logger stands right ahead of it as its reason";
  if (around.otherLogger !== undefined)
    return `the records of '${around.otherLogger}' may still need the time`;
  if (wait.ms === undefined) return "how long it waits is not written out";
  if (wait.ms > longestFlushMs) return `it waits ${wait.ms} ms, which may be for more than the log`;
  const [reason, other] = log.arguments;
  // One value is formatted alike by both, whatever it is.
  if (!reason || other || ts.isSpreadElement(reason))
    return "its record has several arguments, and 'exitWithReason' takes one reason";
  const code = readCode(context, exit);
  if (code === undefined) return "its exit code is no number that is written out";
  const level = refuseLevel(methodOf(ts, log), code.values);
  if (level !== undefined) return level;
  const started = siblings.slice(0, index - 1).find((each) => startsWork(ts, each, around));
  if (started) return `'${firstWords(started)}' ahead of it may need the time`;
  const next = siblings[siblings.indexOf(last) + 1];
  const isReturned = next && ts.isReturnStatement(next) && next.expression === undefined;
  const removed = [...statements, ...(returnsAtOnce && isReturned ? [next] : [])];
  if (returnsAtOnce && !runsLast(ts, removed.at(-1) ?? last))
    return "other code runs while it waits";
  return {
    log,
    logStatement,
    code: code.text,
    removed,
    ...(wait.helper === undefined ? {} : { helper: wait.helper }),
  };
}

function readLog(
  ts: TypeScript,
  statement: ts.Statement,
  { isConsoleCall, isOurLogger }: ExitSurroundings,
): ts.CallExpression | undefined {
  const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!call || !ts.isCallExpression(call)) return undefined;
  if (isConsoleCall(call)) return call;
  const callee = call.expression;
  const isOurs = ts.isPropertyAccessExpression(callee) && isOurLogger(callee.expression);
  return isOurs && !call.questionDotToken ? call : undefined;
}

function methodOf(ts: TypeScript, { expression }: ts.CallExpression): string {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
  return methods.get(name) ?? name;
}

interface Code {
  text: string;
  values: number[];
}

function readCode({ ts, constants }: FileContext, exit: ts.CallExpression): Code | undefined {
  const [code, other] = exit.arguments;
  if (!code || other) return undefined;
  const read = (node: ts.Expression): number[] | undefined => {
    if (ts.isNumericLiteral(node)) return [Number(node.text)];
    if (ts.isParenthesizedExpression(node)) return read(node.expression);
    if (ts.isIdentifier(node)) {
      const value = constants.get(node.text);
      return value && ts.isNumericLiteral(value) ? read(value) : undefined;
    }
    if (!ts.isConditionalExpression(node)) return undefined;
    const [yes, no] = [read(node.whenTrue), read(node.whenFalse)];
    return yes && no ? [...yes, ...no] : undefined;
  };
  const values = read(code);
  return values && { text: code.getText(), values };
}

// The helper logs INFO for code 0 and ERROR otherwise: a record may be raised to that, not lowered.
function refuseLevel(method: string, codes: number[]): string | undefined {
  const isGood = codes.some((code) => code === 0);
  const fits = isGood ? /^(?:info|log)$/ : /^(?:info|log|warn|warning|error)$/;
  if (fits.test(method)) return undefined;
  return `'exitWithReason' would log its '${method}' record at another level`;
}

const harmless =
  /^(?:clear(?:Timeout|Interval|Immediate)|require|dotenv\.config|process\.(?:on|once|off))\b|Sync$/;

// A call whose end nobody waits for: an answer that is being sent, a server that closes.
function startsWork(ts: TypeScript, statement: ts.Statement, around: ExitSurroundings): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  if (readLog(ts, statement, around)) return false;
  let { expression } = statement;
  if (ts.isVoidExpression(expression)) expression = expression.expression;
  if (!ts.isCallExpression(expression)) return false;
  return !harmless.test(expression.expression.getText());
}

function firstWords(statement: ts.Statement): string {
  const [line = ""] = statement.getText().split(/[\r\n]/, 1);
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
