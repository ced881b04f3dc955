import type { LevelName } from "./levels.js";
import { levels } from "./levels.js";
import { findCallSite } from "./location.js";
import { formatMessage, writeRecord } from "./logger.js";
import { state } from "./state.js";

const levelOf = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
} as const satisfies Record<string, LevelName>;

/** Sends what other people's code prints by `console` into the log, at the place that printed it. */
export function captureConsole(): void {
  for (const name of Object.keys(levelOf) as (keyof typeof levelOf)[]) {
    const level = levelOf[name];
    console[name] = function captured(...args: unknown[]): void {
      if (levels[level] < state.threshold) return;
      writeRecord(level, findCallSite(captured), formatMessage(args));
    };
  }
}
