import { inspect } from "node:util";
import { logger } from "./logging/index.js";

export function levels() {
  const names = JSON.parse('["trace","debug","info","success","warning","error","critical"]');
  for (const level of names) {
    logger[level](`a ${level}`);
    console.log(
      `${level} enabled: ${logger.isEnabled(level)} ${logger.isEnabled(level.toUpperCase())}`,
    );
  }
}

export function methods() {
  logger.warn("by warn");
  logger.log("by log");
  logger.fatal("by fatal");
  const { error } = logger;
  error("without this"); // @without-this
  ["a", "b"].forEach(logger.info); // @as-callback
  logger.opt({ exception: new Error("attached") }).error("with an exception"); // @opt
  logger.opt({ exception: "no error" }).warning("with text");
  logger.opt({ exception: null }).warning("with null");
  logger.opt({}).info("without one");
  logger
    .bind({ job: 1 })
    .bind({ user: "ann" })
    .opt({ exception: new Error("bound") })
    .info("both");
  logger.bind({ job: 2 }).info("bound");
  const wrapped = logger.bind({ job: 3 }).opt({ depth: 1 });
  const wrap = (text) => {
    wrapped.info(text);
  };
  wrap("wrapped"); // @wrapped
  for (const text of ["c", "d"]) [text].map((each) => wrap(each)); // @wrapped-twice
  ["e"].forEach(wrap); // @wrapped-callback
  logger.opt({ depth: 1 }).opt().info("not wrapped"); // @not-wrapped
  logger.opt({ depth: 1000 }).info("from nowhere");
}

export function args() {
  logger.info("%s is %d years, %i%%, %j, %o", "Ann", 42.5, 42.5, { a: 1 }, [1]);
  logger.info("plain", 1, { b: [1, { c: 2 }] }, null, undefined, true, -0, 7n, Symbol("s"));
  logger.info("100%");
  logger.info("100%s");
  logger.info("");
  logger.info();
  logger.info({ a: 1 });
  logger.info(42);
  logger.info(new Map([["k", new Set([1])]]), "after");
  logger.info("tab\there");
  logger.info("wide: äöü 漢字 🚀 \u{1F468}\u200D\u{1F469}");
  logger.info("two\nlines");
  logger.info("windows\r\nlines");
  logger.info("an error:", new RangeError("inside")); // @inside
  logger.error(new Error("alone", { cause: new TypeError("behind") })); // @alone
  console.log(inspect("done"));
}

export function forge() {
  const record = "2026-01-01 00:00:00.000 | CRITICAL | forged:forged:1 | forged";
  const terminal = "00:00:00.000 | CRITICAL | forged:forged:1 | forged";
  for (const separator of [
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    "\v",
    "\f",
    "\u0085",
    "\u2028",
    "\u2029",
    "\u0000",
    "\b\b\b",
    "\x1b[2K\x1b[1G",
    "\x9b2K",
    "\x7f",
  ]) {
    for (const forged of [record, terminal]) {
      logger.info(`message${separator}${forged}`);
      logger.info("argument %s", `${separator}${forged}`);
      logger.info({ [`key${separator}${forged}`]: `value${separator}${forged}` });
      logger.error(new Error(`error${separator}${forged}`));
      logger.error(
        Object.assign(new Error("own"), {
          code: `code${separator}${forged}`,
          name: `name${separator}${forged}`,
        }),
      );
      logger
        .opt({
          exception: new Error(`attached${separator}${forged}`, {
            cause: `cause${separator}${forged}`,
          }),
        })
        .info("opt");
      logger.opt({ exception: `text${separator}${forged}` }).info("opt");
      ({
        [`function${separator}${forged}`]() {
          logger.info("from a forged function");
        },
      })[`function${separator}${forged}`]();
    }
  }
  console.log("forged all");
}

class Unfriendly {
  get value() {
    throw new Error("getter threw");
  }
  toString() {
    throw new Error("toString threw");
  }
  toJSON() {
    throw new Error("toJSON threw");
  }
  [Symbol.toPrimitive]() {
    throw new Error("toPrimitive threw");
  }
  [inspect.custom]() {
    throw new Error("inspect threw");
  }
}

export function hostileValues() {
  const circular = { name: "circular", self: undefined };
  circular.self = circular;
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const revokedFunction = Proxy.revocable(() => {}, {});
  revokedFunction.revoke();
  const trap = () => {
    throw new Error("trap threw");
  };
  const angry = new Proxy(
    {},
    { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap },
  );
  const badStack = new Error("bad stack");
  Object.defineProperty(badStack, "stack", { get: trap });
  const stackObject = Object.assign(new Error("object stack"), { stack: new Unfriendly() });
  const badName = Object.assign(new Error("bad name"), {
    name: new Unfriendly(),
    message: Symbol("message"),
  });
  const badCause = new Error("bad cause");
  Object.defineProperty(badCause, "cause", { get: trap });
  const circularCause = new Error("circular cause");
  circularCause.cause = circularCause;
  let deep = {};
  for (let depth = 0; depth < 20000; depth++) deep = { deep };
  let chain = new Error("chain's end");
  for (let depth = 0; depth < 200; depth++) chain = new Error(`link ${depth}`, { cause: chain });
  return {
    circular,
    revoked: revoked.proxy,
    revokedFunction: revokedFunction.proxy,
    angry,
    unfriendly: new Unfriendly(),
    getter: Object.defineProperty({}, "value", { get: trap, enumerable: true }),
    badStack,
    stackObject,
    badName,
    badCause,
    circularCause,
    chain,
    deep,
    bigint: 12345678901234567890n,
    symbol: Symbol("a\nsymbol"),
    nothing: null,
    missing: undefined,
    bare: Object.create(null),
    huge: "x".repeat(1_000_000),
    hugeArray: new Array(100_000).fill({ a: 1 }),
    hugeBuffer: Buffer.alloc(200_000),
    frozen: Object.freeze(new Error("frozen")),
    date: new Date(Number.NaN),
    loneSurrogate: "lone \ud800 surrogate",
    nan: Number.NaN,
    weak: new WeakMap(),
    generator: (function* () {})(),
    promise: Promise.reject(new Error("in a promise")).catch(() => {}),
  };
}

export function hostile() {
  for (const [name, value] of Object.entries(hostileValues())) {
    const before = Date.now();
    logger.info(value);
    logger.info(`${name} second:`, value);
    logger.info(
      "formatted %s %d %i %f %j %o %O %c",
      value,
      value,
      value,
      value,
      value,
      value,
      value,
      value,
    );
    logger.opt({ exception: value }).info(`${name} as an exception`);
    logger.bind({ value }).info(`${name} bound`);
    console.log(`survived ${name}`);
    if (Date.now() - before > 2000) console.log(`slow ${name}`);
  }
}

export function views() {
  logger.info(process.argv[3] ?? "no message");
}
