import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { createFormatter } from "./format.js";
import type { LevelName } from "./levels.js";
import type { CallSite } from "./location.js";
import { containRecord, createRecord, type LogRecord } from "./record.js";
import { formats } from "./settings.js";
import type { Sink } from "./state.js";

const stderr = 2;

const colours: Record<string, string> = {
  TRACE: "2",
  DEBUG: "2",
  SUCCESS: "32",
  WARNING: "33",
  ERROR: "31",
  CRITICAL: "1;31",
};

/** Writes records to stderr: stdout belongs to the program. Colours only for a person to see. */
export function createTerminalSink(): Sink {
  const formatter = createFormatter(formats.terminal);
  let isColoured: boolean | undefined;
  return {
    write(record: LogRecord): boolean {
      isColoured ??= isatty(stderr) && !process.env["NO_COLOR"];
      const line = formatter.line(containRecord(record));
      const colour = isColoured ? colours[record.level] : undefined;
      return writeToStderr(
        colour === undefined ? line : `\x1b[${colour}m${line.slice(0, -1)}\x1b[0m\n`,
      );
    },
  };
}

/** Says on stderr what is wrong with the logging itself, whatever the sinks of this environment are. */
export function reportProblem(site: CallSite, text: string, level: LevelName = "ERROR"): void {
  const record = containRecord(createRecord(level, site, text));
  writeToStderr(createFormatter(formats.terminal).line(record));
}

/** Writes to stderr at once. Its reader may be gone (EPIPE) or slow (EAGAIN): both only lose the text. */
function writeToStderr(text: string): boolean {
  let rest = Buffer.from(isTorn ? `\n${text}` : text);
  const length = rest.length;
  // A full pipe gets 100 ms, but not for every record: a reader that hangs must not stop the service.
  for (let attempts = isStuck ? 1 : 50; attempts > 0; attempts--) {
    try {
      rest = rest.subarray(writeSync(stderr, rest));
      isStuck = false;
      if (rest.length > 0) continue;
      isTorn = false;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
      if (attempts > 1) Atomics.wait(pause, 0, 0, 2);
    }
  }
  isStuck = true;
  isTorn ||= rest.length < length;
  return false;
}

let isStuck = false;
let isTorn = false;
const pause = new Int32Array(new SharedArrayBuffer(4));
