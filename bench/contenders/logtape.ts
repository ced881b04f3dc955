import { join } from "node:path";
import { getFileSink, getRotatingFileSink } from "@logtape/file";
import { configureSync, disposeSync, getLogger } from "@logtape/logtape";
import { keptFiles, type Start } from "./contender.js";
import { message } from "./message.js";

/** LogTape with its file sink, blocking as it is by default, and in the way that flushes it at `process.exit`. */
export const start: Start = ({ directory, maxBytes }) => {
  const path = join(directory, "app.log");
  const file =
    maxBytes === undefined
      ? getFileSink(path)
      : getRotatingFileSink(path, { maxSize: maxBytes, maxFiles: keptFiles });
  configureSync({
    sinks: { file },
    loggers: [
      { category: "app", sinks: ["file"], lowestLevel: "info" },
      { category: ["logtape", "meta"], sinks: ["file"], lowestLevel: "warning" },
    ],
  });
  const logger = getLogger("app");
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    fail(error) {
      logger.fatal("uncaught: {error}", { error });
      process.exit(1);
    },
    end() {
      disposeSync();
    },
  };
};
