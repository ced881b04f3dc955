import { exitWithReason, logger } from "./logging/index.js";

logger.trace("a trace");
logger.debug("a debug"); // @plain-debug
logger.critical("a critical");
if (process.argv[2] === "throw") throw new Error("not ours");
if (process.argv[2] === "exitWithReason") exitWithReason("enough", 4);
