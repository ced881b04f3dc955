import { once } from "node:events";
import { join } from "node:path";
import { createLogger, format, transports } from "winston";
import { keptFiles, type Start } from "./contender.js";
import { message } from "./message.js";

/** winston's File transport with the text format of its documentation; it handles uncaught errors itself. */
export const start: Start = ({ directory, maxBytes }) => {
  const rotation =
    maxBytes === undefined ? {} : { maxsize: maxBytes, maxFiles: keptFiles, tailable: false };
  const file = new transports.File({
    filename: join(directory, "app.log"),
    handleExceptions: true,
    handleRejections: true,
    ...rotation,
  });
  const logger = createLogger({
    level: "info",
    format: format.combine(
      format.timestamp(),
      format.printf(({ timestamp, level, message }) => `${timestamp} | ${level} | ${message}`),
    ),
    transports: [file],
  });
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    async end() {
      logger.end();
      await once(file, "finish");
    },
  };
};
