import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { createFormatter } from "./format.js";
import type { LogRecord } from "./record.js";
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
  const toLine = createFormatter(formats.terminal);
  let isColoured: boolean | undefined;
  return {
    write(record: LogRecord): boolean {
      isColoured ??= isatty(stderr) && !process.env["NO_COLOR"];
      const line = toLine(record);
      const colour = isColoured ? colours[record.level] : undefined;
      return writeToStderr(
        colour === undefined ? line : `\x1b[${colour}m${line.slice(0, -1)}\x1b[0m\n`,
      );
    },
  };
}

/** Writes to stderr at once. Its reader may be gone (EPIPE) or slow (EAGAIN): both only lose the text. */
export function writeToStderr(text: string): boolean {
  let rest = Buffer.from(text);
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      rest = rest.subarray(writeSync(stderr, rest));
      if (rest.length === 0) return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false;
      Atomics.wait(pause, 0, 0, 2); // a full pipe: give its reader 100 ms in all
    }
  }
  return false;
}

const pause = new Int32Array(new SharedArrayBuffer(4));
