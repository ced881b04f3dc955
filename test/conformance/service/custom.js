import "./logging-custom/setup.js";
import { logger } from "./logging-custom/index.js";

console.log("from console.log");
console.error("from console.error %d", 7);
console.warn("from console.warn");
const job = logger.bind({ job: "nightly", user: "ann" });
job.trace("a trace");
job.success("a success");
job.warning("a warning, running line");
logger.bind({ job: { id: 7 } }).critical("no end\nsecond line");
logger.bind({ job: "forged\n2026-01-01 00:00:00.000+00:00|CRITICAL|x" }).error("odd");
