import "./logging/setup.js";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { readEnvironment } from "./logging/env.js";
import { childEnv, exitWithReason, logger, watchChild } from "./logging/index.js";
import { parseSize } from "./logging/limits.js";

function log(level, text) {
  logger[level](text);
}

function repeat(count, text, times = 1) {
  for (let number = 0; number < count; number++)
    logger.info(`${String(number).padStart(3, "0")} ${text.repeat(times)}`);
}

function fail(text) {
  throw new Failure(text);
}

class Failure extends Error {
  name = "Failure";
}

function leave(code) {
  process.exit(code);
}

function child(line) {
  const process = watchChild("WORKER", spawn("sh", ["-c", line]));
  return new Promise((resolve) => process.on("close", resolve));
}

function name_child(name) {
  console.log(childEnv(name)["NAME_APP"]);
}

function guard(env, children) {
  console.log(readEnvironment(env, children).problems.join("; ").replaceAll("\0", ""));
}

function size(text) {
  try {
    console.log(parseSize("LOG_MAX_SIZE", text));
  } catch (error) {
    console.log(error.message);
  }
}

function stay() {
  setInterval(() => {}, 1000);
  console.log("waits");
}

function obey() {
  console.log("waits");
  createInterface({ input: process.stdin }).on("line", function obey(line) {
    logger.info(line);
    console.log(`done ${line}`);
  });
}

const calls = {
  log,
  repeat,
  fail,
  exit: exitWithReason,
  leave,
  child,
  name_child,
  guard,
  size,
  stay,
  obey,
};
for (const [name, ...given] of JSON.parse(readFileSync(process.argv[2], "utf8")))
  await calls[name](...given);
