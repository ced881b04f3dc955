import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { contain, createFormatter } from "../../templates/node/format.js";
import { describeSite } from "../../templates/node/location.js";
import { containRecord, createRecord } from "../../templates/node/record.js";
import { formats } from "../../templates/node/settings.js";
import { parseLog } from "../helpers/conformance-log.js";

const site = describeSite("/app/src/main.ts", 7, "run");

/** Texts full of what could end a line, hide it or pretend to be a record. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\n",
        "\r",
        "\r\n",
        "\u0085",
        "\u2028",
        "\u2029",
        "\x1b[2J",
        "\0",
        "\x9b",
        "\ud800",
        "    ",
        "2026-01-01 00:00:00.000 | CRITICAL | a:b:1 | forged",
        "00:00:00.000 | CRITICAL | a:b:1 | forged",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("FMT-6 contain", () => {
  test("keeps every text within one record, in both formats", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (message, name) => {
        const place = { ...site, place: `main:${contain(name)}:7` };
        const record = containRecord(createRecord("INFO", place, message));
        for (const kind of ["file", "terminal"] as const) {
          const line = createFormatter(formats[kind]).line(record);
          // A function's name may hold what looks like the end of the head; its line feeds are indented.
          const parsed = name.includes("\n")
            ? line.slice(0, -1).split("\n").slice(1)
            : parseLog(Buffer.from(line), kind);
          if (name.includes("\n")) {
            expect(parsed.every((text) => String(text).startsWith("    "))).toBe(true);
          } else expect(parsed).toHaveLength(1);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("loses nothing that can be printed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const printable = text.replace(/[^\t\n -~\u00a0-\u2027\u202a-\uffff]/g, "");
        expect(contain(printable).replaceAll("\n    ", "\n")).toBe(printable);
      }),
    );
  });

  test.each([
    ["plain", "plain"],
    ["tab\tstays", "tab\tstays"],
    ["a\nb", "a\n    b"],
    ["a\r\nb", "a\n    b"],
    ["a\rb", "a\\x0db"],
    ["a\n\rb", "a\n    \\x0db"],
    ["a\r\r\nb", "a\\x0d\n    b"],
    ["\u0000\u0007\u001b[1m\u007f", "\\x00\\x07\\x1b[1m\\x7f"],
    ["\u0085\u009b", "\\x85\\x9b"],
    ["\u2028\u2029", "\\u2028\\u2029"],
    ["\u00a0äß漢🚀", "\u00a0äß漢🚀"],
    ["ends\n", "ends\n    "],
    ["", ""],
  ])("shows %j as %j", (text, shown) => {
    expect(contain(text)).toBe(shown);
  });
});

describe("FMT-5 the time", () => {
  const zone = process.env["TZ"];
  afterEach(() => {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  });

  function lineAt(time: string): string {
    const record = { ...createRecord("INFO", site, "x"), time: Date.parse(time) };
    return createFormatter(formats.file).line(record).slice(0, 23);
  }

  test.each([
    ["UTC", "2026-01-02T03:04:05.006Z", "2026-01-02 03:04:05.006"],
    ["UTC", "1969-12-31T23:59:59.999Z", "1969-12-31 23:59:59.999"],
    ["UTC", "2024-02-29T23:59:59.999Z", "2024-02-29 23:59:59.999"],
    // The hour that is left out, and the one that comes twice.
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", "2026-03-29 01:59:59.999"],
    ["Europe/Berlin", "2026-03-29T01:00:00.000Z", "2026-03-29 03:00:00.000"],
    ["Europe/Berlin", "2026-10-25T00:30:00.000Z", "2026-10-25 02:30:00.000"],
    ["Europe/Berlin", "2026-10-25T01:30:00.000Z", "2026-10-25 02:30:00.000"],
    ["Asia/Kathmandu", "2026-01-01T18:15:00.000Z", "2026-01-02 00:00:00.000"],
    ["America/St_Johns", "2026-01-01T00:00:00.000Z", "2025-12-31 20:30:00.000"],
    // Half an hour of summer time.
    ["Australia/Lord_Howe", "2026-04-04T15:00:00.000Z", "2026-04-05 01:30:00.000"],
  ])("in %s at %s is %s", (timeZone, time, shown) => {
    process.env["TZ"] = timeZone;
    expect(lineAt(time)).toBe(shown);
  });

  test("is built anew for every second, also where the clock goes back", () => {
    process.env["TZ"] = "UTC";
    const format = createFormatter(formats.file);
    const seconds = (time: number) =>
      format.line({ ...createRecord("INFO", site, "x"), time }).slice(17, 23);
    expect([0, 999, 1000, 500, 61_001, 60_000].map(seconds)).toEqual([
      "00.000",
      "00.999",
      "01.000",
      "00.500",
      "01.001",
      "00.000",
    ]);
  });
});
