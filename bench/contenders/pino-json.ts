import { join } from "node:path";
import { pino } from "pino";
import type { Start } from "./contender.js";
import { message } from "./message.js";

/** pino as it comes, to a file, every line written before the call returns. */
export const start: Start = ({ directory }) => {
  const logger = pino(pino.destination({ dest: join(directory, "app.log"), sync: true }));
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
    end() {},
  };
};
