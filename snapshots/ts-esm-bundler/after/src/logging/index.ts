export { childEnv, watchChild } from "./child";
export { exitWithReason } from "./exit";
export type { LevelName } from "./levels";
export { type Logger, logger } from "./logger";
