import "./logging/setup.js";
import { isMainThread } from "node:worker_threads";
import { exitWithReason, logger } from "./logging/index.js";

logger.info("thread works, main: %s", isMainThread);
if (process.argv[2] === "flood") {
  setInterval(() => {
    for (let index = 0; index < 20; index++) logger.info("flood %d %s", index, "x".repeat(200));
  });
  console.log("floods");
}
if (process.argv[2] === "exitWithReason") exitWithReason("thread gives up", 6); // @thread-exit
if (process.argv[2] === "throw") throw new Error("thread broke"); // @thread-throw
