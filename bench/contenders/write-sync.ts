import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Start } from "./contender.js";
import { message, showNow } from "./message.js";

/**
 * The limit of an unbuffered logger: the line is formatted and written, and nothing else is done. With
 * location, one capture at limit 1 besides, and the frame's file, function and position read.
 */
export const start: Start = ({ directory, hasLocation }) => {
  const fd = openSync(join(directory, "app.log"), "a", 0o640);
  if (!hasLocation) {
    const info = (text: string): void => {
      writeSync(fd, `${showNow()} | INFO | ${text}\n`);
    };
    return { log: (index) => info(message(index)), end() {} };
  }
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (_error, frames) => frames;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  let seen = "";
  let position = 0;
  function info(text: string): void {
    Error.captureStackTrace(holder, info);
    const frame = holder.stack?.[0];
    seen = `${frame?.getFileName()}`;
    position = frame?.getPosition() ?? 0;
    const name = frame?.getFunctionName();
    // The line would come from a table by file and position; reading V8's is not part of the limit.
    writeSync(fd, `${showNow()} | INFO | write-sync:${name}:42 | ${text}\n`);
  }
  return {
    log(index) {
      info(message(index));
    },
    end() {
      if (seen === "" || position === 0) throw new Error("no call site was read");
    },
  };
};
