import { open, Session } from "node:inspector";
import { Worker } from "node:worker_threads";
import { logger } from "./logging/index.js";

class Carrier {
  #contract = "not shown";
  name = "post";
  ship(order, weights) {
    let total = 0;
    for (const weight of weights) {
      total += weight;
      if (total > 5) throw new RangeError(`too heavy: ${order.id}`); // @too-heavy
    }
    return this.#contract;
  }
}

function shipAll(orders) {
  const carrier = new Carrier();
  const orderCount = orders.length;
  return orders.map((order) => carrier.ship(order, [2, 4]).slice(orderCount));
}

async function shipLater(orders) {
  const waited = "a while";
  await new Promise((resolve) => setTimeout(resolve, 20));
  return waited && shipAll(orders);
}

async function rejects(id) {
  const reason = `no ${id}`;
  throw new Error(reason); // @rejects
}

function scale(order, weight) {
  const scaled = weight * 2;
  const sum = order.id + scaled;
  if (sum > 5e8) throw new RangeError("too much");
  const rest = sum + 1;
  return rest;
}

function scaleOften() {
  const given = undefined;
  for (let id = 0; id < 2e6; id++) scale({ id }, 3);
  const result = scale({ id: 1e9 }, 3);
  return [given, result];
}

const orders = [{ id: 998, lines: ["a", "b"] }];

const ways = {
  body: () => shipAll(orders),
  timer: () => setTimeout(() => shipAll(orders)),
  async: () => void shipLater(orders),
  rejection: () => setTimeout(() => void rejects(7), 20),
  text: () =>
    setTimeout(() => {
      const attempt = 3;
      if (attempt > 2) throw "just text"; // @throws-text
    }),
  made: () => {
    const error = new Error("made before");
    setTimeout(function throwIt() {
      const when = "later";
      if (when) throw error;
    });
  },
  hot: () => setTimeout(scaleOften),
  primitive: () => void Promise.reject("just text"),
  any: () => void Promise.any([rejects(7)]),
  behind: () =>
    setTimeout(() => {
      try {
        shipAll(orders);
      } catch (cause) {
        const outer = 1;
        throw new Error(`not shipped: ${outer}`, { cause });
      }
    }),
  logged: () =>
    setTimeout(() => {
      try {
        shipAll(orders);
      } catch (exception) {
        logger.opt({ exception }).error("went on");
      }
    }),
  recursion: () => {
    const deeper = (depth) => deeper(depth + 1) + 1;
    setTimeout(() => deeper(0));
  },
};

/** Ends, or goes on, by an error whose functions have variables. */
function variables(way) {
  ways[way]();
}

/** Ends by an error with a secret in every kind of place. */
function secrets() {
  setTimeout(() => {
    const password = "hunter2";
    const API_TOKEN = ["hunter2"];
    const nested = { deep: { clientSecret: "hunter2", sessionIds: ["hunter2"] }, shown: "shown-1" };
    const map = new Map([
      ["authorization", "hunter2"],
      ["plain", "shown-2"],
    ]);
    const rawHeaders = ["Host", "shown-3", "Cookie", "hunter2"];
    const entries = [
      ["x-api-key", "hunter2"],
      ["accept", "shown-4"],
    ];
    const named = { name: "Authorization", value: "hunter2" };
    const env = { DB_URL: "postgres://ann:hunter2@db/shown-5", AWS_SECRET_ACCESS_KEY: "hunter2" };
    const argv = ["--password", "hunter2", "--token=hunter2"];
    const body = '{"user":"shown-6","password":"hunter2"}';
    const header = "Bearer hunter2hunter2";
    const query = "/x?token=hunter2&page=shown-7";
    const cut = `${"x".repeat(100)} postgres://ann:${"hunter2".repeat(20)}@db`;
    const parts = [password, API_TOKEN, nested, map, rawHeaders, entries, named, env, argv, body];
    const count = parts.splice(0).length + header.length + query.length + cut.length;
    if (count > 0)
      throw Object.assign(new Error("refused"), {
        apiKey: "hunter2",
        url: "https://ann:hunter2@host/shown-8",
      });
  });
}

/** Ends by an error beside values that must not be touched, or are too much. */
function untouched() {
  const ran = [];
  const run = (name) => () => {
    ran.push(name);
    throw new Error(name);
  };
  process.on("exit", () => console.log(`ran: ${ran.join()}`));
  setTimeout(() => {
    const getter = {
      get value() {
        return run("getter")();
      },
      shown: "shown-1",
    };
    const proxy = new Proxy(
      {},
      {
        get: run("get"),
        ownKeys: run("ownKeys"),
        getPrototypeOf: run("proto"),
        getOwnPropertyDescriptor: run("descriptor"),
      },
    );
    const below = Object.create(proxy);
    const speaks = {
      toString: run("toString"),
      toJSON: run("toJSON"),
      [Symbol.for("nodejs.util.inspect.custom")]: run("custom"),
      shown: "shown-2",
      more: 1,
    };
    const tagged = Object.defineProperty({}, Symbol.toStringTag, { get: run("tag") });
    const badError = Object.defineProperty(new Error("x"), "message", { get: run("message") });
    const cyclic = { shown: "shown-3", self: {} };
    cyclic.self = cyclic;
    const text = "y".repeat(1e6);
    const long = Array.from({ length: 1e5 }, (_, index) => index);
    const wide = Object.fromEntries(long.slice(0, 5000).map((key) => [`key${key}`, text]));
    const set = new Set(long);
    const map = new Map(long.map((key) => [key, cyclic]));
    const forged = "a\n2026-01-01 00:00:00.000 | CRITICAL | forged:forged:1 | forged";
    const all = [getter, proxy, below, speaks, tagged, badError, wide, set, map, forged];
    if (all.length > 0) throw new Error("beside them");
    const uninitialised = 1;
    run(uninitialised);
  });
}

/** Rejects thousands of promises that are caught later, then crashes. */
async function rejectMany() {
  const seen = [];
  process.on("unhandledRejection", () => seen.push("unhandled"));
  process.on("rejectionHandled", () => seen.push("handled"));
  for (let round = 0; round < 20; round++) {
    const promises = Array.from({ length: 100 }, (_, index) => rejects(index));
    await Promise.allSettled(promises);
  }
  const order = [];
  process.nextTick(() => order.push("tick"));
  const caught = rejects("late").catch(() => order.push("catch"));
  Promise.resolve().then(() => order.push("then"));
  setImmediate(() => order.push("immediate"));
  order.push("now");
  await caught;
  await new Promise((resolve) => setTimeout(resolve, 1100));
  console.log(`${seen.join() || "nothing unhandled"}; ${order.join()}`);
  process.removeAllListeners("unhandledRejection");
  setTimeout(() => shipAll(orders));
}

/** A debugger comes, in one way or another, before the error. */
function debugged(how) {
  if (how === "opened") open(0, "127.0.0.1");
  if (how === "signalled") process.kill(process.pid, "SIGUSR1");
  if (how === "beside") {
    const session = new Session();
    session.connect();
    session.post("Debugger.enable");
    session.post("Debugger.setPauseOnExceptions", { state: "uncaught" });
    session.on("Debugger.paused", () => console.log("the other session paused"));
  }
  setTimeout(() => shipAll(orders), 300);
}

/** Fills the heap. */
function fillHeap(beside) {
  if (beside === "thread") new Worker("setInterval(() => {}, 1000)", { eval: true });
  const kept = [];
  function keepMore(order) {
    const apiToken = "hunter2";
    for (let index = 0; index < 1000; index++) kept.push({ order, index, apiToken });
  }
  const next = () => {
    keepMore({ id: kept.length });
    setImmediate(next);
  };
  next();
}

/** Crashes in a worker thread. */
function workerVariables(way = "timer") {
  new Worker(process.argv[1], { argv: ["variables", way] });
}

export const diagnosed = {
  debugged,
  fillHeap,
  rejectMany,
  secrets,
  untouched,
  variables,
  workerVariables,
};
