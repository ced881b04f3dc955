import { contain } from "./format.js";
import { type LevelName, levels } from "./levels.js";
import type { CallSite } from "./location.js";

/** One call of the logger. */
export interface LogRecord {
  /** Milliseconds since the epoch. */
  time: number;
  level: string;
  severity: number;
  site: CallSite;
  /** As it was logged; `containRecord` makes it fit for a line. */
  message: string;
  extra: Record<string, unknown>;
}

/** Makes the record of one call, now. */
export function createRecord(
  level: LevelName,
  site: CallSite,
  text: string,
  extra: Record<string, unknown> = {},
): LogRecord {
  return {
    time: Date.now(),
    level,
    severity: levels[level],
    site,
    message: text,
    extra,
  };
}

/** The record with its message kept inside: only its first line starts at column 0. */
export function containRecord(record: LogRecord): LogRecord {
  return { ...record, message: contain(record.message) };
}
