import { expect, test } from "vitest";
import { addVariables, keepCapture } from "../../templates/node/captured.js";
import { contain } from "../../templates/node/format.js";
import { logger } from "../../templates/node/logger.js";
import { findThrowSite } from "../../templates/node/throw-site.js";
import { describeError } from "../../templates/node/traceback.js";

const refusing = (trap: keyof ProxyHandler<Error>): Error =>
  new Proxy(new Error("hidden"), {
    [trap]() {
      throw new Error("trap");
    },
  });

test.each(["ownKeys", "get", "getPrototypeOf", "getOwnPropertyDescriptor", "has"] as const)(
  "FAULT-3: an error whose '%s' throws is described, and not thrown on",
  (trap) => {
    expect(describeError(refusing(trap))).toMatch(/\S/);
  },
);

test("CRASH-3: a chain of causes is told to its end, and one without end is cut", () => {
  const chain = (length: number): Error => {
    let error = new Error("first");
    for (let count = 1; count < length; count++) error = new Error("next", { cause: error });
    return error;
  };
  expect(describeError(chain(50)).match(/Caused by: /g)).toHaveLength(49);
  expect(describeError(chain(50))).toContain("Caused by: Error: first");
  expect(describeError(chain(20_000))).toMatch(/Caused by: \[more errors\]$/);
});

test("FAULT-3: a message that is too long to be escaped is cut, and says so", () => {
  const text = contain("\n".repeat(2 ** 24 + 5));
  expect(text.endsWith(" [5 more characters]")).toBe(true);
  expect(contain("a".repeat(2 ** 24))).toHaveLength(2 ** 24);
});

test("FAULT-3: values that throw when they are bound or asked for do not throw into the program", () => {
  const hostile = {
    get value() {
      throw new Error("trap");
    },
  };
  expect(() => logger.bind(hostile).opt().isEnabled("INFO")).not.toThrow();
});

test.each(["warn", "warning", "WARNING", "log", "fatal", "critical"] as const)(
  "isEnabled takes '%s', as the methods are called",
  (level) => {
    expect(logger.isEnabled(level)).toBe(true);
    expect(logger.isEnabled("TRACE")).toBe(false);
  },
);

test("FAULT-3: a long line that is no stack line is read in no time, also below captured variables", () => {
  const error = new Error("long");
  const place = { file: "/x.js", line: 1, column: 1 };
  keepCapture(error, [{ place, function: "f", variables: ["a = 1"] }]);
  for (const part of ["(/", " (/", ":1:1 {", ":1:1", " at /", "async ", "1"]) {
    const text = `x\n    at ${part.repeat(100_000)}`;
    expect(addVariables(error, text)).toMatch(/\n {8}a = 1$/);
  }
  // It takes a few milliseconds; 20 s where each start of a line's end is followed to the end.
}, 5_000);

test("CRASH-1: an error without frames has the place of the first one behind it", () => {
  const bare = (behind: object): Error =>
    Object.assign(new AggregateError([], "bare"), { stack: "AggregateError: bare" }, behind);
  const inner = Object.assign(new Error("inner"), {
    stack: "Error: inner\n    at f (/srv/x.js:7:1)",
  });
  expect(findThrowSite(bare({ errors: ["text", bare({ cause: inner })] }))?.place).toBe("x:f:7");
  const circle = bare({});
  expect(findThrowSite(Object.assign(circle, { cause: circle }))).toBeUndefined();
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  expect(findThrowSite(bare({ errors: proxy }))).toBeUndefined();
});
