import { join } from "node:path";
import { Logger } from "tslog";
import { fileTransport } from "tslog/transports/file";
import type { Start } from "./contender.js";
import { message } from "./message.js";

/** tslog with its file transport and pretty text; location is what its template asks for. */
export const start: Start = ({ directory, hasLocation }) => {
  const file = fileTransport({ path: join(directory, "app.log"), format: "pretty" });
  const place = hasLocation ? " | {{filePathWithLine}}" : "";
  const logger = new Logger({
    type: "hidden",
    minLevel: "INFO",
    stack: { capture: hasLocation ? "auto" : "off" },
    pretty: { template: `{{dateIsoStr}} | {{logLevelName}}${place} | `, style: false },
  });
  logger.attachTransport(file);
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    fail(error) {
      logger.fatal(error as Error);
      process.exit(1);
    },
    async end() {
      await logger.flush();
      await file[Symbol.asyncDispose]?.();
    },
  };
};
