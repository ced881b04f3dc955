export { childEnv, watchChild } from "./child.js";
export { exitWithReason } from "./exit.js";
export { logger } from "./logger.js";
