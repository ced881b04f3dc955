import { format } from "node:util";
import { type LevelName, levels } from "./levels.js";
import { type CallSite, findCallSite, readCallSite, unknownSite } from "./location.js";
import { createRecord } from "./record.js";
import { showsPlace } from "./settings.js";
import { beginCapture, capture, endCapture } from "./stack-capture.js";
import { state } from "./state.js";
import { describeError, mapStack, readText, show } from "./traceback.js";

/** Logs its arguments as `console` formats them; an Error among them prints its stack. */
export type LogMethod = (...args: unknown[]) => void;

export interface Logger {
  trace: LogMethod;
  debug: LogMethod;
  info: LogMethod;
  success: LogMethod;
  warning: LogMethod;
  error: LogMethod;
  critical: LogMethod;
  /** The same as `warning`. */
  warn: LogMethod;
  /** The same as `info`. */
  log: LogMethod;
  /** The same as `critical`. */
  fatal: LogMethod;
  /**
   * A logger whose records end with the traceback of `exception`, everything behind it included; with
   * `depth: 1` they name the caller of the function that logs, for one that wraps the logger.
   */
  opt(options?: { exception?: unknown; depth?: number }): Logger;
  /** A logger whose records carry these values, shown where the format has `{extra}`. */
  bind(extra: Record<string, unknown>): Logger;
  /** Whether a record of this level would be written. */
  isEnabled(level: LevelName | Lowercase<LevelName> | "warn" | "log" | "fatal"): boolean;
}

interface Context {
  extra: Record<string, unknown>;
  exception?: unknown;
  depth?: number | undefined;
}

/** The process's logger. Its methods need no `this`: `promise.catch(logger.error)` works. */
export const logger: Logger = createLogger({ extra: {} });

/** Writes one record to every sink; `false` when none of them took it. Never throws. */
export function writeRecord(
  level: LevelName,
  site: CallSite,
  text: string,
  extra?: Record<string, unknown>,
): boolean {
  const record = createRecord(level, site, text, extra);
  let isWritten = false;
  for (const sink of state.sinks) isWritten = sink.write(record) || isWritten;
  return isWritten;
}

/** Formats as `console` does, whatever the arguments do when they are looked at. */
export function formatMessage(args: unknown[]): string {
  if (args.length === 1 && typeof args[0] === "string") return args[0];
  try {
    return mapStack(format(...args));
  } catch {
    return args.map((arg) => (typeof arg === "string" ? arg : show(arg))).join(" ");
  }
}

function createLogger(context: Context): Logger {
  const info = createMethod("INFO", context);
  const warning = createMethod("WARNING", context);
  const critical = createMethod("CRITICAL", context);
  return {
    trace: createMethod("TRACE", context),
    debug: createMethod("DEBUG", context),
    info,
    success: createMethod("SUCCESS", context),
    warning,
    error: createMethod("ERROR", context),
    critical,
    warn: warning,
    log: info,
    fatal: critical,
    opt: (options) =>
      createLogger({ ...context, exception: options?.exception, depth: options?.depth }),
    bind: (extra) => createLogger({ ...context, extra: addValues(context.extra, extra) }),
    isEnabled: (level) => severityOf(level) >= state.threshold,
  };
}

function createMethod(level: LevelName, context: Context): LogMethod {
  const severity = levels[level];
  const { extra, exception, depth = 0 } = context;
  return function log(...args) {
    if (severity < state.threshold) return;
    let isMade = false;
    try {
      let site = unknownSite;
      if (showsPlace) {
        try {
          beginCapture(depth + 1);
          Error.captureStackTrace(capture, log); // here, and not in a function: see beginCapture
        } finally {
          endCapture();
        }
        site = readCallSite(log, depth);
      }
      const message = formatMessage(args);
      const text = exception === undefined ? message : `${message}\n${describeError(exception)}`;
      writeRecord(level, site, text, extra);
      isMade = true;
      if (unmade.count > 0) sayUnmade();
    } catch (error) {
      // The stack is at its end, or the program has broken what all programs stand on.
      if (isMade) return;
      unmade.count += 1;
      unmade.error = error;
    }
  };
}

const unmade: { count: number; error: unknown } = { count: 0, error: undefined };

/** Without a look at the stack: at the end of its own, V8 can't compile a regular expression and gives up. */
function sayUnmade(): void {
  const reason = `${readText(unmade.error, "name")}: ${readText(unmade.error, "message")}`;
  const text = `${unmade.count} records could not be made: ${reason}`;
  if (writeRecord("WARNING", findCallSite(sayUnmade), text)) unmade.count = 0;
}

const aliases: Record<string, LevelName> = { WARN: "WARNING", LOG: "INFO", FATAL: "CRITICAL" };

function severityOf(level: string): number {
  const name = level.toUpperCase();
  return levels[aliases[name] ?? (name as LevelName)];
}

/** Both together; a value that throws when it is read is no reason to throw into the program. */
function addValues(
  values: Record<string, unknown>,
  added: Record<string, unknown>,
): Record<string, unknown> {
  try {
    return { ...values, ...added };
  } catch {
    return { ...values, unreadable: true };
  }
}
