import { describe, expect, test } from "vitest";
import { flavours } from "../helpers/conformance-flavour-kinds.js";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { linesOf, messagesOf, namesOf, type Run, run } from "../helpers/conformance-run.js";

const chosen = flavours.filter(({ id }) => id === "js-commonjs");

/** What a run logged between its start and its stop record. */
function logged(ended: Run): string[] {
  expect([ended.code, ended.signal, ended.stderr]).toEqual([0, null, ""]);
  return messagesOf(ended.log).slice(1, -1);
}

function firstLines(messages: string[]): string[] {
  return messages.map((message) => message.split("\n")[0] ?? "");
}

describeFlavours((service) => {
  describe("FAULT-3 logging throws nothing into a program", () => {
    const poisoned = ["poisoned", expect.stringMatching(/^poisoned /), "poisoned", "poisoned"];
    const unmade = expect.stringMatching(/^4 records could not be made: Error: poison$/);

    test.each([
      ["stackTraceLimitZero", poisoned],
      ["stackTraceLimitGone", poisoned],
      ["stackTraceLimitGoneForGood", poisoned],
      ["stackTraceLimitFixed", poisoned],
      ["prepareStackTrace", poisoned],
      ["objectPrototype", poisoned],
      ["stderr", poisoned],
    ])("that has broken the language, and every record is there: %s", async (name, expected) => {
      const ended = await run(service, ["poison", name]);
      expect(ended.stdout).toContain("thrown: nothing\n");
      expect(firstLines(logged(ended))).toEqual(["before", ...expected, "after", "at last"]);
    });

    test.each(["captureStackTrace", "now", "arrayPrototype", "stringPrototype", "regExp", "map"])(
      "that has broken it so far that no record can be made, and says how many: %s",
      async (name) => {
        const ended = await run(service, ["poison", name]);
        expect(ended.stdout).toContain("thrown: nothing\n");
        expect(firstLines(logged(ended))).toEqual(["before", "after", unmade, "at last"]);
        expect(ended.log[3]?.level).toBe("WARNING");
      },
    );

    test("whose stack is at its end, and leaves it as it was", async () => {
      const ended = await run(service, ["overflow"]);
      expect(ended.stdout).toMatch(/calls: 56; thrown: nothing\nunchanged: true\n/);
      const messages = firstLines(logged(ended));
      const made = messages.filter((message) => message === "at the edge").length;
      const counts = messages.flatMap(
        (message) => /^(\d+) records (?:could not be made|were dropped)/.exec(message)?.[1] ?? [],
      );
      const lost = counts.reduce((sum, count) => sum + Number(count), 0);
      expect([made + lost, made > 0, lost > 0]).toEqual([56, true, true]);
      expect(messages.length).toBe(made + counts.length + 2);
    });

    test("whose values log while they are logged: each record is whole, the inner ones first", async () => {
      const ended = await run(service, ["reenter"]);
      expect(firstLines(logged(ended))).toEqual([
        "from toString",
        "from toJSON",
        "from inspect iiiiiiiiii",
        'outer text {"json":true} inspected',
        "from inspect iiiiiiiiii",
        "outer inspected",
        "from a stack",
        "outer exception",
        "outer extra",
      ]);
    });
  });

  test("FAULT-3 texts of 100 MB, or made to be slow to look through, cost no seconds", async () => {
    const ended = await run(service, ["gigantic"], { env: { LOG_MAX_FILES: "20" } });
    expect([ended.code, ended.stderr, ended.stdout.includes("slow")]).toEqual([0, "", false]);
    expect(ended.stdout).toContain("all\n");
    expect(namesOf(ended).length).toBeGreaterThan(3);
    expect(linesOf(ended.log).at(-1)).toContain("Stopped by the end of the program");
  });
}, chosen);
