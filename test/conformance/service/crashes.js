import { logger } from "./logging/index.js";

const values = {
  error: () => new Error("boom"), // @boom
  chain: () => new Error("outer", { cause: new TypeError("middle", { cause: "plain text" }) }), // @chain
  aggregate: () => {
    const errors = [new Error("one"), new RangeError("two", { cause: new Error("root") }), 7];
    return new AggregateError(errors, "several"); // @aggregate
  },
  circular: () => {
    const error = new Error("circular");
    error.cause = error;
    return error;
  },
  own: () =>
    Object.assign(new Error("own values"), {
      code: "E_OWN",
      apiKey: "hunter2",
      request: { password: "hunter2" },
    }),
  null: () => null,
  undefined: () => undefined,
  symbol: () => Symbol("thrown"),
  text: () => "just text",
  number: () => 42,
  object: () => ({ reason: "an object" }),
  frozen: () => Object.freeze(new Error("frozen")),
  proxy: () => new Proxy(new Error("behind a proxy"), {}),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  badStack: () =>
    Object.defineProperty(new Error("bad stack"), "stack", {
      get() {
        throw new Error("stack threw");
      },
    }),
  stackObject: () =>
    Object.assign(new Error("stack is an object"), {
      stack: {
        toString() {
          throw new Error("toString threw");
        },
      },
    }),
  noStack: () => Object.assign(new Error("no stack"), { stack: undefined }),
  syntax: () => {
    try {
      new Function("}{");
    } catch (error) {
      return error;
    }
  },
  multiline: () =>
    new Error("first line\n2026-01-01 00:00:00.000 | CRITICAL | forged:forged:1 | forged"),
};

/** Ends by an error that nobody catches. */
export function crash(kind, how) {
  const value = values[kind]();
  if (how === "throw") throw value; // @crash-throw
  if (how === "timer")
    setTimeout(() => {
      throw values[kind]();
    });
  if (how === "reject") Promise.reject(value);
  if (how === "async") void failLater(kind);
}

async function failLater(kind) {
  await null;
  if (kind === "error") throw new Error("boom later"); // @boom-later
  throw values[kind]();
}

/** Throws every value in turn, and lives on because the program says so. */
export function survive() {
  const kinds = Object.keys(values);
  process.on("uncaughtException", () => {
    console.log(`survived ${kinds.shift()}`);
    next();
  });
  const next = () => {
    const kind = kinds[0];
    if (kind === undefined) return;
    setImmediate(() => {
      throw values[kind]();
    });
  };
  next();
}

/** Crashes with handlers of its own. */
export function handle(which) {
  const error = new Error("handled");
  if (which === "exits")
    process.on("uncaughtException", () => {
      console.log("own handler");
      process.exit(9);
    });
  if (which === "goes on")
    process.on("uncaughtException", () => {
      console.log("own handler");
      setImmediate(() => logger.info("went on"));
    });
  if (which === "once") process.once("uncaughtException", () => console.log("own handler"));
  if (which === "prepended")
    process.prependListener("uncaughtException", () => console.log("own handler"));
  if (which === "capture")
    process.setUncaughtExceptionCaptureCallback(() => console.log("own handler"));
  if (which === "throws")
    process.on("uncaughtException", () => {
      console.log("own handler");
      throw new Error("the handler threw");
    });
  if (which === "monitor") process.on("uncaughtExceptionMonitor", () => console.log("own handler"));
  if (which === "added by a monitor")
    process.on("uncaughtExceptionMonitor", () => {
      process.on("uncaughtException", () => console.log("own handler"));
    });
  if (which === "rejection") {
    process.on("unhandledRejection", (reason) => {
      console.log("own handler");
      logger.info("took %s", String(reason));
    });
    Promise.reject(error);
    return;
  }
  setImmediate(() => {
    throw error;
  });
}
