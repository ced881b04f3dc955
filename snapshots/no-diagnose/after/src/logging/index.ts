export { childEnv, watchChild } from "./child.js";
export { exitWithReason } from "./exit.js";
export type { LevelName } from "./levels.js";
export { type Logger, logger } from "./logger.js";
