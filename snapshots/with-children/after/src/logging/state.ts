import { levels } from "./levels.js";
import type { CallSite, PositionMapper } from "./location.js";
import type { Ownership } from "./ownership.js";
import type { LogRecord } from "./record.js";
import { createTerminalSink } from "./terminal-sink.js";

/** Where records go. `write` never throws; it says whether the record got there. */
export interface Sink {
  write(record: LogRecord): boolean;
  /** Says what the end of the process leaves undone. */
  end?(): void;
}

/** What this process logs, and where to. */
export interface LoggingState {
  /** A call below this severity ends at a comparison. */
  threshold: number;
  sinks: Sink[];
  /** The service's name; undefined until setup has run. */
  service: string | undefined;
  /** The log name that this process has; undefined where it writes no file. */
  ownership: Ownership | undefined;
  /** What is about to end this process, and where it was decided. */
  ending: { cause: string; site: CallSite } | undefined;
  /** Finds the source of a position in a running file. */
  mapPosition: PositionMapper | undefined;
  /** Call sites seen before, by running file and position. */
  sites: Map<string, Map<number, CallSite>>;
  /** What the inspector hands over: it knows objects by numbers alone. */
  handed: unknown[];
}

// On globalThis: two copies of this folder in one process (ESM beside CommonJS, a library's own) are one logger.
const shared = globalThis as unknown as Record<symbol, LoggingState | undefined>;
const key = Symbol.for("create-logging");

const initial: LoggingState = {
  threshold: levels.DEBUG,
  sinks: [createTerminalSink()],
  service: undefined,
  ownership: undefined,
  ending: undefined,
  mapPosition: undefined,
  sites: new Map(),
  handed: [],
};

/**
 * The one state of this process. Until setup has run: everything from DEBUG, to stderr. A copy that was
 * made earlier than this one may lack what came later.
 */
export const state: LoggingState = Object.assign(shared[key] ?? {}, { ...initial, ...shared[key] });
shared[key] = state;
