import "./logging-parent/setup-child.js";
import { logger } from "./logging-parent/index.js";

logger.info("child works");
console.log(`child is ${process.env["NAME_APP"]}, extra ${process.env["EXTRA"]}`);
const end = process.argv[2];
if (end === "kill") process.kill(process.pid, "SIGKILL");
else process.exitCode = Number(end ?? 0);
