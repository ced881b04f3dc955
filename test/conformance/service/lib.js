import "./logging/setup.js";

export { exitWithReason, logger } from "./logging/index.js";
