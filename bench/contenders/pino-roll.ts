import { once } from "node:events";
import { join } from "node:path";
import { pino } from "pino";
import { keptFiles, type Start } from "./contender.js";
import { message } from "./message.js";

/** pino's transport that rotates, in a worker thread. */
export const start: Start = ({ directory, maxBytes }) => {
  const rolling =
    maxBytes === undefined
      ? {}
      : { size: `${Math.round(maxBytes / 1024)}k`, limit: { count: keptFiles } };
  const transport = pino.transport({
    target: "pino-roll",
    options: { file: join(directory, "app"), ...rolling },
  });
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
