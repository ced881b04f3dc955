import { closeSync, readlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { exitWithReason, logger } from "./logging/index.js";

function keepAlive() {
  setInterval(() => {}, 1000);
}

/** Logs many records in one tick and ends in the same tick. */
export function burst(count, end) {
  for (let index = 0; index < Number(count); index++) logger.info("record %d", index);
  if (end === "exit") process.exit(1); // @burst-exit
  if (end === "throw") throw new Error("burst threw"); // @burst-throw
  if (end === "reject") Promise.reject(new Error("burst rejected")); // @burst-reject
  if (end === "reason") exitWithReason("burst is over", 3); // @burst-reason
  if (end?.startsWith("SIG")) {
    keepAlive();
    process.kill(process.pid, end);
  }
}

/** Writes to stderr by itself, which makes it non-blocking, and logs more than its reader takes. */
export function chatter(count) {
  process.stderr.write("own words\n");
  const before = Date.now();
  for (let index = 0; index < Number(count); index++)
    logger.info("record %d %s", index, "x".repeat(100));
  console.log(`took ${Date.now() - before} ms;`);
}

/** Logs records of a size, more than one file holds. */
export function flood(count, bytes, text = "x") {
  const filler = text.repeat(Number(bytes));
  for (let index = 0; index < Number(count); index++) logger.info(`#${index} ${filler}`);
}

export function exit(reason, code) {
  if (code === undefined) exitWithReason(reason); // @exit-default
  exitWithReason(reason, Number(code)); // @exit-code
}

/** Ends without the helper. */
export function leave(how, code) {
  if (how === "process.exit") process.exit(Number(code)); // @leave-exit
  if (how === "process.exit in a timer") setTimeout(() => process.exit(Number(code))); // @leave-timer
  if (how === "exitCode") process.exitCode = Number(code);
  if (how === "own exit listener") {
    process.on("exit", () => logger.info("own exit listener"));
    process.exit();
  }
  if (how === "error thrown in an exit listener") {
    process.on("exit", () => {
      throw new Error("exit listener threw");
    });
  }
  if (how === "process.exit in an exit listener")
    process.on("exit", () => process.exit(Number(code)));
  if (how === "exitWithReason in an exit listener")
    process.on("exit", () => exitWithReason("late", Number(code)));
  if (how === "abort") process.abort();
  if (how === "out of memory")
    for (const all = []; ; ) all.push(new Array(1000).fill(Math.random()));
}

/** Lives on; its own handlers, if asked for, decide about signals. */
export function stay(handlers) {
  if (handlers === "exits")
    process.on("SIGTERM", (signal, number) => {
      console.log(`own handler: ${signal} ${number}`);
      process.exit(7);
    });
  if (handlers === "ignores") process.on("SIGTERM", () => console.log("own handler ignores it"));
  if (handlers === "once") process.once("SIGTERM", () => console.log("own handler ignores it"));
  if (handlers === "reasons") process.on("SIGTERM", () => exitWithReason("told to stop", 0));
  if (handlers === "resends") process.on("SIGTERM", resend);
  keepAlive();
  obey();
}

// As the package signal-exit does: it is the last one, so it steps back and lets the signal act.
function resend(signal) {
  if (process.listenerCount(signal) > 1) return;
  process.removeListener(signal, resend);
  console.log("re-sent");
  process.kill(process.pid, signal);
}

/** Does what it is told on stdin. */
export function obey() {
  createInterface({ input: process.stdin }).on("line", (line) => {
    const [command, ...words] = line.split(" ");
    if (command === "log") logger.info(words.join(" "));
    if (command === "later")
      setTimeout(() => {
        logger.info(words.slice(1).join(" "));
        console.log("later done");
      }, Number(words[0]));
    if (command === "tick") tick(Number(words[0]));
    if (command === "close") for (let fd = 3; fd < 100; fd++) if (leadsToLog(fd)) closeSync(fd);
    if (command === "throw") throw new Error(words.join(" "));
    if (command === "end") process.exit(0);
    console.log(`done ${line}`);
  });
  console.log("ready");
}

function leadsToLog(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`).endsWith(".log");
  } catch {
    return false;
  }
}

let ticks = 0;
function tick(interval) {
  setInterval(() => {
    logger.info(`tick ${ticks++} ${Date.now()}`);
    console.log(`tick ${ticks - 1};`);
  }, interval);
}
