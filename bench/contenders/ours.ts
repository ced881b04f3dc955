import type { Start } from "./contender.js";
import { message } from "./message.js";

/** What `npx create-logging` writes, in production; without location by its format alone. */
export const start: Start = async ({ directory, hasLocation, maxBytes }) => {
  process.env["NAME_APP"] = "app";
  process.env["RUN_ENVIRONMENT"] = "production";
  process.env["PATH_TO_LOGS"] = directory;
  process.env["LOG_MAX_SIZE"] = maxBytes === undefined ? "1 GB" : `${maxBytes} B`;
  process.env["LOG_MAX_FILES"] = "500";
  const folder = new URL(hasLocation ? "../logging/" : "../logging-plain/", import.meta.url);
  await import(new URL("setup.js", folder).href);
  const { logger }: typeof import("../../templates/node/index.js") = await import(
    new URL("index.js", folder).href
  );
  return {
    log(index) {
      logger.info(message(index));
    },
    logDisabled(text) {
      logger.debug(text);
    },
    end() {}, // every call has written its record before it returns
  };
};
