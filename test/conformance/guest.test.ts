import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flavours } from "../helpers/conformance-flavour-kinds.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { messagesOf, type Run, type RunOptions, run } from "../helpers/conformance-run.js";
import type { Service } from "../helpers/conformance-service.js";

// The same program without us is the oracle: what its parent and its own handlers see of an end is what they see
// beside the logging, be that set up before the program's handlers or after them.

const env = { GUEST_MODULES: path.resolve(import.meta.dirname, "../../node_modules") };
// What takes long is tried with one flavour: the code is the same in all.
const heavy = flavours.filter(({ id }) => id === "js-commonjs");
const orders = ["guest-first", "guest-after"] as const;

/** What a parent, and a handler, gets to see. */
function fateOf({ code, signal, stdout }: Run): string {
  return `${signal ?? `exit code ${code}`}\n${stdout}`;
}

async function expectSameFate(
  service: Service,
  args: string[],
  options: RunOptions = {},
): Promise<Run[]> {
  const all = ["guest", ...orders].map((entry) =>
    run(service, args, {
      ...options,
      env: { ...env, ...options.env },
      entry,
      stderrIsFree: true,
    }),
  );
  const [alone, ...beside] = await Promise.all(all);
  const title = `${options.nodeArgs ?? ""} ${args.join(" ")}`;
  expect(beside.map((ended, index) => `${title}, ${orders[index]}: ${fateOf(ended)}`)).toEqual(
    orders.map((order) => `${title}, ${order}: ${alone && fateOf(alone)}`),
  );
  return beside;
}

async function expectSameCrash(service: Service, habit: string): Promise<void> {
  const how = habit.endsWith("Rejections") ? "rejects" : "timer";
  const plan = `countsExits,${habit},watches`;
  for (const ended of await expectSameFate(service, [plan, how, "error"])) {
    const crashes = ended.log.filter(({ level }) => level === "CRITICAL");
    expect(crashes.length).toBe(habit === "takesRejections" ? 0 : 1);
  }
}

const toldOfSignal = [
  expect.stringMatching(/^Started app/),
  expect.stringMatching(/^(Stopped by|Received) SIGTERM, up /),
];

const endings = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
const signalHabits = [
  "ignores",
  "once",
  "counts",
  "prepends",
  "exits",
  "exitsLater",
  "setsCode",
  "resends",
  "resendsLater",
  "takesBack",
  "takesAllBack",
  "abstains",
  "signalExit3",
  "signalExit4",
];

const errorHabits = [
  "ignores:uncaughtException",
  "once:uncaughtException",
  "counts:uncaughtException",
  "prepends:uncaughtException",
  "exits:uncaughtException",
  "exitsLater:uncaughtException",
  "throws:uncaughtException",
  "abstains:uncaughtException",
  "takesAllBack:uncaughtException",
  "patchesEmit:uncaughtException",
  "watches",
  "watchesAndTakes",
  "watchesAndGoesOn",
  "captures",
  "takesRejections",
  "rethrowsRejections",
  "countsExits",
  "exitThrows",
  "exitExits",
  "exitSetsCode",
  "patchesExit",
  "isDomain",
  "isSilentDomain",
  "signalExit3",
  "signalExit4",
];

/** Both that are likeliest to meet, and what their authors do about errors. */
describeFlavours((service) => {
  test.each(["signalExit3", "signalExit4", "abstains:SIGTERM"])(
    "EXIT-5 a signal has the fate that it has without us, beside %s",
    async (habit) => {
      for (const ended of await expectSameFate(service, [habit, "send", "SIGTERM"])) {
        expect(messagesOf(ended.log).slice(0, 2)).toEqual(toldOfSignal);
      }
    },
  );

  test.each(["patchesEmit:uncaughtException", "watches", "exitThrows"])(
    "CRASH-6 an uncaught error has the fate that it has without us, beside %s",
    (habit) => expectSameCrash(service, habit),
  );
});

describeFlavours((service) => {
  describe("EXIT-5 a signal has the fate that it has without us", () => {
    test.each([
      ["beside nothing", ""],
      ["beside both", "signalExit3,signalExit4"],
      ["beside both, the other way round", "signalExit4,signalExit3"],
      ["beside signal-exit and a handler for one time", "signalExit4,once:SIGTERM"],
    ])("%s", async (_title, plan) => {
      for (const ended of await expectSameFate(service, [plan, "send", "SIGTERM"])) {
        expect(messagesOf(ended.log).slice(0, 2)).toEqual(toldOfSignal);
      }
    });

    test("and each of several is in the log", async () => {
      const signals = ["SIGTERM", "SIGHUP", "SIGTERM"];
      const plan = "ignores:SIGTERM,once:SIGHUP";
      for (const ended of await expectSameFate(service, [plan, "send", ...signals, "SIGHUP"])) {
        expect(messagesOf(ended.log).slice(1)).toEqual([
          ...signals.map((signal) => expect.stringMatching(`^Received ${signal}, up `)),
          expect.stringMatching(/^Stopped by SIGHUP, up /),
        ]);
      }
    });

    test("whatever handlers a program has, and whenever they came", async () => {
      const habit = fc.tuple(fc.constantFrom(...signalHabits), fc.constantFrom(...endings));
      await fc.assert(
        fc.asyncProperty(
          fc.array(habit, { maxLength: 3 }),
          fc.array(fc.constantFrom(...endings), { minLength: 1, maxLength: 3 }),
          fc.constantFrom("production", "development"),
          async (plan, signals, environment) => {
            const habits = plan.map(([name, signal]) => `${name}:${signal}`).join();
            await expectSameFate(service, [habits, "send", ...signals], {
              env: { RUN_ENVIRONMENT: environment },
            });
          },
        ),
        { numRuns: Number(process.env["GUEST_RUNS"] ?? 8) },
      );
    });
  });

  describe("CRASH-6 an uncaught error has the fate that it has without us", () => {
    test.each(errorHabits)("beside %s", (habit) => expectSameCrash(service, habit));

    test("whatever is thrown, however, and whoever handles it", async () => {
      await fc.assert(
        fc.asyncProperty(
          // Of two versions of signal-exit, each called once as without us, the other one may be the first.
          fc.uniqueArray(fc.constantFrom(...errorHabits), {
            maxLength: 3,
            selector: (habit) => habit.replace(/\d$/, ""),
          }),
          fc.constantFrom("throws", "timer", "rejects", "microtask", "twice"),
          fc.constantFrom("error", "undefined", "null", "symbol", "frozen", "revoked", "hostile"),
          fc.constantFrom("throw", "strict", "warn", "none", "warn-with-error-codes"),
          async (habits, how, kind, mode) => {
            await expectSameFate(service, [habits.join(), how, kind], {
              nodeArgs: [`--unhandled-rejections=${mode}`],
            });
          },
        ),
        { numRuns: Number(process.env["GUEST_RUNS"] ?? 8) },
      );
    });
  });
}, heavy);
