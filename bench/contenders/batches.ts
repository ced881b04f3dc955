import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Start } from "./contender.js";
import { message, showNow } from "./message.js";

/** The limit of a logger that buffers: lines are joined and written 64 KiB at a time. */
export const start: Start = ({ directory }) => {
  const fd = openSync(join(directory, "app.log"), "a", 0o640);
  let batch = "";
  const flush = (): void => {
    writeSync(fd, batch);
    batch = "";
  };
  return {
    log(index) {
      batch += `${showNow()} | INFO | ${message(index)}\n`;
      if (batch.length >= 65_536) flush();
    },
    end: flush,
  };
};
