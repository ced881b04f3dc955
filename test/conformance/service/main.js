import "./logging/setup.js";
import "./announce.js";
import { logger } from "./logging/index.js";
import { scenarios } from "./scenarios.js";

console.log("main ran");
if (process.argv[2] === "sites") logger.info("top level"); // @top-level
scenarios[process.argv[2] ?? "nothing"](...process.argv.slice(3));
