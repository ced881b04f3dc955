import { once } from "node:events";
import { createLogger, format } from "winston";
import DailyRotateFile from "winston-daily-rotate-file";
import { keptFiles, type Start } from "./contender.js";
import { message } from "./message.js";

/** winston with the transport that rotates by day and size; it handles uncaught errors itself. */
export const start: Start = ({ directory, maxBytes }) => {
  const rotation =
    maxBytes === undefined
      ? {}
      : { maxSize: `${Math.round(maxBytes / 1024)}k`, maxFiles: keptFiles };
  const file = new DailyRotateFile({
    dirname: directory,
    filename: "app-%DATE%.log",
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
