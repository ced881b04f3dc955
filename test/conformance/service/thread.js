import "./logging/setup.js";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { logger } from "./logging/index.js";

// Logs so many records that say whose they are; or until it is told to stop, or comes to a bad end.
const { name, count = Infinity, bytes = 0, every, stop, end, file } = workerData;
const filler = "x".repeat(bytes);
const kept = [];
let index = 0;
if (file !== undefined) new Worker(file, { workerData: { name: `${name}'s`, count } });
if (every === undefined) while (index < count && !(stop && Atomics.load(stop, 0))) log();
else setInterval(log, every);
if (parentPort !== null) parentPort.postMessage(`${name} logged ${index}`);

function log() {
  if (index === 1000 && end === "process.exit") process.exit(3);
  if (index === 1000 && end === "throw") throw new Error(`${name} broke`);
  if (end === "heap") kept.push(Array.from({ length: 1000 }, (_, at) => ({ at })));
  logger.info(`of ${name} #${index++} ${filler}`);
  if (index === 1 && parentPort !== null) parentPort.postMessage("logs");
}
