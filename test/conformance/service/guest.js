import { createRequire } from "node:module";

// A program that knows nothing of the logging: what becomes of it alone is what must become of it beside the logging.
const load = createRequire(`${process.env["GUEST_MODULES"]}/`);
const say = (text) => console.log(text);
const fail = () => {
  throw new Error("a guest's error");
};

/** What the program does about signals and errors of its own; each is called with the signal or event that is meant. */
const habits = {
  ignores: (event) => process.on(event, () => say("ignores")),
  once: (event) => process.once(event, () => say("once")),
  counts: (event) => process.on(event, () => say(`counts ${process.listenerCount(event)}`)),
  prepends: (event) => process.prependListener(event, () => say("prepends")),
  exits: (event) =>
    process.on(event, () => {
      say("exits");
      process.exit(7);
    }),
  exitsLater: (event) =>
    process.on(event, async () => {
      await new Promise(setImmediate);
      say("exits later");
      process.exit(8);
    }),
  setsCode: (event) =>
    process.on(event, () => {
      process.exitCode = 9;
    }),
  resends: (event) =>
    process.once(event, () => {
      say("re-sends");
      process.kill(process.pid, event);
    }),
  resendsLater: (event) => {
    const listener = async () => {
      await new Promise(setImmediate);
      process.removeListener(event, listener);
      say("re-sends later");
      process.kill(process.pid, event);
    };
    process.on(event, listener);
  },
  takesBack: (event) => {
    const listener = () => say("never");
    process.on(event, listener);
    setImmediate(() => process.removeListener(event, listener));
  },
  takesAllBack: (event) => {
    process.on(event, () => {
      say("takes all back");
      process.removeAllListeners(event);
    });
  },
  throws: (event) => process.on(event, fail),
  // Two libraries that step back where they are not alone.
  abstains: (event) => {
    const listener = (value) => {
      if (process.listenerCount(event) > 1) return say("abstains");
      say("is alone");
      process.removeListener(event, listener);
      if (String(event).startsWith("SIG")) process.kill(process.pid, event);
      else {
        say(typeof value);
        process.exit(4);
      }
    };
    process.on(event, listener);
  },
  signalExit3: () =>
    load("signal-exit-3")((code, signal) => say(`signal-exit 3: ${code} ${signal}`)),
  signalExit4: () =>
    load("signal-exit").onExit((code, signal) => say(`signal-exit 4: ${code} ${signal}`)),
  // As source-map-support does.
  patchesEmit: (event) => {
    const { emit } = process;
    const patched = (name, ...values) => {
      if (name !== event || process.listenerCount(event) > 0)
        return emit.call(process, name, ...values);
      say("nobody listens");
      return process.exit(5);
    };
    Object.assign(process, { emit: patched });
  },
  watches: () =>
    process.on("uncaughtExceptionMonitor", () =>
      say(`watches ${process.listenerCount("uncaughtException")}`),
    ),
  watchesAndTakes: () =>
    process.on("uncaughtExceptionMonitor", () => {
      if (process.listenerCount("uncaughtException") === 0) habits.abstains("uncaughtException");
    }),
  watchesAndGoesOn: () =>
    process.on("uncaughtExceptionMonitor", () => {
      process.once("uncaughtException", () => {
        say("goes on");
        setTimeout(() => process.on("exit", () => say("ends")));
      });
    }),
  captures: () => process.setUncaughtExceptionCaptureCallback(() => say("captures")),
  takesRejections: () => process.on("unhandledRejection", () => say("takes a rejection")),
  rethrowsRejections: () =>
    process.on("unhandledRejection", (reason) => {
      throw reason;
    }),
  countsExits: () => process.on("exit", (code) => say(`exit ${code} ${process.exitCode}`)),
  exitThrows: () => process.on("exit", fail),
  exitExits: () => process.on("exit", () => process.exit(6)),
  exitSetsCode: () =>
    process.on("exit", () => {
      process.exitCode = 11;
    }),
  patchesExit: () => {
    const { exit } = process;
    Object.assign(process, { exit: (code) => exit.call(process, code) });
  },
  isDomain: () => {
    const domain = load("node:domain").create();
    domain.on("error", () => say("domain"));
    domain.enter();
  },
  isSilentDomain: () => load("node:domain").create().enter(),
};

const values = {
  error: () => new Error("thrown"),
  undefined: () => undefined,
  null: () => null,
  symbol: () => Symbol("thrown"),
  frozen: () => Object.freeze(new Error("frozen")),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  hostile: () =>
    new Proxy(new Error("hostile"), {
      get: fail,
      has: fail,
      ownKeys: fail,
      getPrototypeOf: fail,
      getOwnPropertyDescriptor: fail,
    }),
};

/** How the program comes to its error, or gets its signal. */
const events = {
  throws: (kind) => {
    throw values[kind]();
  },
  timer: (kind) =>
    setTimeout(() => {
      throw values[kind]();
    }),
  rejects: (kind) => void Promise.reject(values[kind]()),
  microtask: (kind) =>
    queueMicrotask(() => {
      throw values[kind]();
    }),
  twice: (kind) => {
    events.timer(kind);
    events.timer(kind);
  },
  send: (...signals) => {
    const [signal, ...rest] = signals;
    if (signal === undefined) return setTimeout(() => process.exit(3), 60);
    setTimeout(() => {
      say(`sends ${signal}`);
      process.kill(process.pid, signal);
      events.send(...rest);
    }, 20);
  },
  none: () => {},
};

/** `habit:event,habit:event`, then what happens. */
const [plan = "", event = "none", ...rest] = process.argv.slice(2);
for (const habit of plan.split(",").filter(Boolean)) {
  const [name, about] = habit.split(":");
  habits[name](about);
}
if (process.env["GUEST_AT_ONCE"]) events[event](...rest);
else setImmediate(() => events[event](...rest));
