import { describe, expect, test } from "vitest";
import { createReader } from "../../generators/check/read-records.js";
import { standard } from "../../generators/standard.js";

const usual = createReader(standard.formats.file);

describe("a log is read by its format", () => {
  test("with its continuation lines", () => {
    const log =
      "2026-01-31 23:59:59.123 | ERROR | app:ship:14 | one\n    two\n2026-01-31 23:59:59.124 | INFO | a.b:<module>:1 | three\n";
    expect(usual.read(log)).toEqual({
      fault: undefined,
      records: [
        expect.objectContaining({
          level: "ERROR",
          module: "app",
          function: "ship",
          line: "14",
          HH: "23",
          mm: "59",
          message: "one\n    two",
        }),
        expect.objectContaining({
          level: "INFO",
          module: "a.b",
          function: "<module>",
          message: "three",
        }),
      ],
    });
  });

  test.each([
    ["a line of something else", "Error: boom\n", "a line that is no record: 'Error: boom'"],
    ["another format", "31.01.2026 23:59:59.123 | INFO | a:b:1 | x\n", /^a line that is no record/],
    [
      "a level that there is none of",
      "2026-01-31 23:59:59.123 | info | a:b:1 | x\n",
      /^a line that is no record/,
    ],
    ["a torn end", "2026-01-31 23:59:59.123 | INFO | a:b:1 | x", /^the last line is torn/],
    ["a continuation of nothing", "    two\n", /^a line that is no record/],
  ])("%s is a fault", (_title, log, fault) => {
    expect(usual.read(log).fault).toEqual(
      typeof fault === "string" ? fault : expect.stringMatching(fault),
    );
  });

  test.each([
    ["{level: >8}|{message}", "    INFO|one\n    two\nCRITICAL|three\n", ["INFO", "CRITICAL"]],
    ["[{extra[job]}] {level: <8} {message} {extra}", "[a] b] INFO     one {}\n", ["INFO"]],
    ["{time:YYYY} {time:YYYY} (.*) {level} {message}", "2026 2026 (.*) INFO x\n", ["INFO"]],
    ["{message} {level}", "one INFO\n    more\ntwo INFO\n", [undefined, undefined]],
  ])("%s", (format, log, levels) => {
    const { records, fault } = createReader(format).read(log);
    expect([fault, records.map(({ level }) => level)]).toEqual([undefined, levels]);
  });

  test("what stands behind the message is not known", () => {
    const reader = createReader("{time:HH:mm} {message} {level}");
    expect([reader.shows("HH"), reader.shows("level")]).toEqual([true, false]);
  });
});
