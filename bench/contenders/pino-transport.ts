import { once } from "node:events";
import { join } from "node:path";
import { pino } from "pino";
import type { Start } from "./contender.js";
import { message } from "./message.js";

/** pino's recommended way: a worker thread writes the file. */
export const start: Start = ({ directory }) => {
  const destination = join(directory, "app.log");
  const transport = pino.transport({ target: "pino/file", options: { destination } });
  const logger = pino(transport);
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
      transport.end();
      await once(transport, "close");
    },
  };
};
