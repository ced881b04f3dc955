import { join } from "node:path";
import { pino } from "pino";
import type { Start } from "./contender.js";
import { message, showNow } from "./message.js";

/** pino's own way to another format in the same thread: a destination that is told level and message. */
export const start: Start = ({ directory }) => {
  const file = pino.destination({ dest: join(directory, "app.log"), sync: true });
  const text = {
    [Symbol.for("pino.metadata")]: true,
    lastLevel: 0,
    lastMsg: "",
    lastObj: undefined as unknown,
    write(_json: string): void {
      const stack = this.lastObj instanceof Error ? `\n${this.lastObj.stack}` : "";
      file.write(`${showNow()} | ${names[this.lastLevel]} | ${this.lastMsg}${stack}\n`);
    },
  };
  const logger = pino({ base: null, timestamp: false }, text);
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    end() {},
  };
};

const names: Record<number, string> = { 30: "INFO", 60: "FATAL" };
