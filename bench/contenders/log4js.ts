import { join } from "node:path";
import log4js from "log4js";
import { keptFiles, type Start } from "./contender.js";
import { message } from "./message.js";

/** log4js with its file appender; location is its `enableCallStack`. */
export const start: Start = ({ directory, hasLocation, maxBytes }) => {
  const place = hasLocation ? " | %f{1}:%M:%l" : "";
  const rotation = maxBytes === undefined ? {} : { maxLogSize: maxBytes, backups: keptFiles };
  log4js.configure({
    appenders: {
      file: {
        type: "file",
        filename: join(directory, "app.log"),
        layout: { type: "pattern", pattern: `%d{yyyy-MM-dd hh:mm:ss.SSS} | %p${place} | %m` },
        ...rotation,
      },
    },
    categories: { default: { appenders: ["file"], level: "info", enableCallStack: hasLocation } },
  });
  const logger = log4js.getLogger();
  const end = (): Promise<void> => new Promise((resolve) => log4js.shutdown(() => resolve()));
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    fail(error) {
      logger.fatal(error);
      end().then(() => process.exit(1));
    },
    end,
  };
};
