import { once } from "node:events";
import { join } from "node:path";
import { pino } from "pino";
import type { Start } from "./contender.js";
import { message } from "./message.js";

/** pino with the asynchronous destination of its documentation: 4 KiB are collected before a write. */
export const start: Start = ({ directory }) => {
  const file = pino.destination({ dest: join(directory, "app.log"), minLength: 4096, sync: false });
  const logger = pino(file);
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    fail(error) {
      logger.fatal(error, "uncaught");
      process.exit(1);
    },
    async end() {
      file.end();
      await once(file, "close");
    },
  };
};
