import { describe, expect, test } from "vitest";
import { describeFlavours } from "../helpers/conformance-flavours.js";
import { linesOf, messagesOf, run } from "../helpers/conformance-run.js";

describeFlavours((service) => {
  describe("the logger", () => {
    test("has the names that Node people type, and methods that need no `this`", async () => {
      const ended = await run(service, ["methods"]);
      const lines = linesOf(ended.log).slice(1);
      const at = (marker: string) => service.place(marker, "methods");
      expect(lines.slice(0, 6)).toEqual([
        expect.stringMatching(/^WARNING \| records:methods:\d+ \| by warn$/),
        expect.stringMatching(/^INFO \| records:methods:\d+ \| by log$/),
        expect.stringMatching(/^CRITICAL \| records:methods:\d+ \| by fatal$/),
        `ERROR | ${at("without-this")} | without this`,
        `INFO | ${at("as-callback")} | a 0 [ 'a', 'b' ]`,
        `INFO | ${at("as-callback")} | b 1 [ 'a', 'b' ]`,
      ]);
    });

    test("opt adds a traceback, bind adds values that the formats here don't show", async () => {
      const ended = await run(service, ["methods"]);
      const messages = messagesOf(ended.log).slice(7);
      expect(messages[0]).toMatch(/^with an exception\n {4}Error: attached\n {8}at .*methods \(/);
      expect(messages[1]).toBe("with text\n    'no error'");
      expect(messages[2]).toBe("with null\n    null");
      expect(messages[3]).toBe("without one");
      expect(messages[4]).toMatch(/^both\n {4}Error: bound\n {8}at /);
      expect(messages[5]).toBe("bound");
      expect(messages[6]).toBe("wrapped");
      expect(messages.at(-1)).toMatch(/^Stopped by the end of the program/);
      expect(messages).toHaveLength(13);
    });

    test("FMT-4 with a depth it names the caller of the function that logs", async () => {
      const ended = await run(service, ["methods"]);
      const at = (marker: string) => service.place(marker, "methods");
      expect(linesOf(ended.log).slice(13, 19)).toEqual([
        `INFO | ${at("wrapped")} | wrapped`,
        `INFO | ${service.place("wrapped-twice", "<anonymous>")} | c`,
        `INFO | ${service.place("wrapped-twice", "<anonymous>")} | d`,
        `INFO | ${at("wrapped-callback")} | e`,
        `INFO | ${at("not-wrapped")} | not wrapped`,
        "INFO | <unknown>:<unknown>:0 | from nowhere",
      ]);
    });

    test("FAULT-3 never throws into the program, whatever it is given", async () => {
      const ended = await run(service, ["hostile"]);
      expect([ended.code, ended.signal, ended.stderr]).toEqual([0, null, ""]);
      const names = [...ended.stdout.matchAll(/^survived (\w+)$/gm)].map(([, name]) => name);
      expect(names.length).toBe(28);
      expect(ended.stdout).not.toContain("slow ");
      const messages = ended.files ? Object.values(ended.files).join("").split("\n") : [];
      for (const name of names) {
        expect(
          messages.some((line) => line.includes(`| ${name} second: `)),
          name,
        ).toBe(true);
        expect(
          messages.some((line) => line.includes(`| ${name} bound`)),
          name,
        ).toBe(true);
        expect(
          messages.some((line) => line.includes(`| ${name} as an exception`)),
          name,
        ).toBe(true);
      }
      expect(messages.filter((line) => line.includes(" | INFO | records:hostile:"))).toHaveLength(
        names.length * 5,
      );
    });
  });
});
