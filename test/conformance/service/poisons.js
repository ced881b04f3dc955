import { inspect } from "node:util";
import { logger } from "./logging/index.js";

const refuse = () => {
  throw new Error("poison");
};

/** What a program may do to the language that the logging is written in. */
const poisons = {
  stackTraceLimitZero: () => {
    Error.stackTraceLimit = 0;
  },
  stackTraceLimitGone: () => {
    Reflect.deleteProperty(Error, "stackTraceLimit");
  },
  stackTraceLimitGoneForGood: () => {
    Reflect.deleteProperty(Error, "stackTraceLimit");
    Object.freeze(Error);
  },
  stackTraceLimitFixed: () => {
    Object.defineProperty(Error, "stackTraceLimit", { value: 0, writable: false });
  },
  prepareStackTrace: () => {
    Error.prepareStackTrace = refuse;
  },
  captureStackTrace: () => {
    Error.captureStackTrace = refuse;
  },
  now: () => {
    Date.now = refuse;
  },
  objectPrototype: () => {
    for (const name of ["cause", "errors", "stack", "message"])
      Object.defineProperty(Object.prototype, name, { get: refuse, configurable: true });
  },
  arrayPrototype: () => {
    for (const name of ["map", "join", "findIndex", "slice", "push", "forEach"])
      Object.defineProperty(Array.prototype, name, { value: refuse, configurable: true });
  },
  stringPrototype: () => {
    for (const name of ["replace", "slice", "split", "includes", "padStart", "startsWith"])
      Object.defineProperty(String.prototype, name, { value: refuse, configurable: true });
  },
  regExp: () => {
    RegExp.prototype.test = refuse;
    RegExp.prototype.exec = refuse;
  },
  map: () => {
    Map.prototype.get = refuse;
  },
  stderr: () => {
    Object.defineProperty(process, "stderr", { get: refuse });
  },
};

/** Takes the poison, logs, and logs once more after the antidote. */
export function poison(name) {
  const guarded = [
    { owner: Error, names: ["stackTraceLimit", "prepareStackTrace", "captureStackTrace"] },
    { owner: Date, names: ["now"] },
    { owner: Object.prototype, names: ["cause", "errors", "stack", "message"] },
    { owner: Array.prototype, names: ["map", "join", "findIndex", "slice", "push", "forEach"] },
    {
      owner: String.prototype,
      names: ["replace", "slice", "split", "includes", "padStart", "startsWith"],
    },
    { owner: RegExp.prototype, names: ["test", "exec"] },
    { owner: Map.prototype, names: ["get"] },
  ].flatMap(({ owner, names }) =>
    names.map((key) => ({ owner, key, before: Reflect.getOwnPropertyDescriptor(owner, key) })),
  );
  const error = new Error("logged");
  logger.info("before");
  poisons[name]();
  let thrown = "nothing";
  try {
    logger.info("poisoned");
    logger.info("poisoned %s", { a: 1 }, error);
    logger.opt({ exception: error }).error("poisoned");
    logger.bind({ a: 1 }).warning("poisoned");
  } catch (caught) {
    thrown = caught.stack;
  }
  for (const { owner, key, before } of guarded) {
    if (before === undefined) Reflect.deleteProperty(owner, key);
    else Reflect.defineProperty(owner, key, before);
  }
  logger.info("after");
  logger.info("at last");
  console.log(`thrown: ${thrown}`);
}

/** Logs at the edge of the stack, from ever nearer to it. */
export function overflow() {
  const state = () => [Error.stackTraceLimit, Error.prepareStackTrace];
  const before = state();
  let thrown = "nothing";
  let calls = 0;
  const descend = (margin) => {
    let left = 0;
    try {
      left = descend(margin) + 1;
    } catch {
      return 0;
    }
    if (left === margin) {
      calls += 1;
      try {
        logger.info("at the edge");
      } catch (error) {
        thrown = `${margin} ${error.stack}`;
      }
    }
    return left;
  };
  logger.info("before");
  // From where the logger itself can just be called.
  for (let margin = 5; margin <= 60; margin++) descend(margin);
  logger.info("after");
  console.log(`calls: ${calls}; thrown: ${thrown}`);
  console.log(`unchanged: ${state().every((value, index) => value === before[index])}`);
}

/** Values that log while they are logged. */
export function reenter() {
  const noisy = {
    get value() {
      logger.info("from a getter %s", "g".repeat(300));
      return 1;
    },
    toJSON() {
      logger.info("from toJSON");
      return { json: true };
    },
    toString() {
      logger.info("from toString");
      return "text";
    },
    [inspect.custom]() {
      logger.info("from inspect %s", "i".repeat(10));
      return "inspected";
    },
  };
  logger.info("outer %s %j %o", noisy, noisy, noisy);
  logger.info("outer", noisy);
  const error = new Error("noisy");
  Object.defineProperty(error, "stack", {
    get() {
      logger.info("from a stack");
      return "Error: noisy\n    at nowhere (/nowhere.js:1:1)";
    },
  });
  logger.opt({ exception: error }).error("outer exception");
  logger.bind({ noisy }).info("outer extra");
}

/** Texts that are slow to look through, and much too big. */
export function gigantic() {
  const slow = (text) => `first\n    at ${text}`;
  const texts = {
    big: "x".repeat(100_000_000),
    positions: slow(`/${":1".repeat(50_000)}x`),
    names: slow("f (/".repeat(60_000)),
    spaces: slow(" ".repeat(100_000)),
    lines: "\n    at f (/a.js:1:1)".repeat(20_000),
  };
  for (const [name, text] of Object.entries(texts)) {
    const before = process.cpuUsage();
    logger.info("%s", text);
    logger.opt({ exception: new Error(text) }).info(`exception ${name}`);
    if (process.cpuUsage(before).user > 3_000_000) console.log(`${name} is slow`);
  }
  logger.info(new Array(1_000_000).fill("element"));
  logger.info(new Map(Array.from({ length: 1_000_000 }, (_, index) => [index, {}])));
  console.log("all");
}
