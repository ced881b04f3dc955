import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSize } from "../../templates/node/limits.js";

describe("FILE-2 a size", () => {
  test.each([
    [undefined, 5_000_000],
    ["", 5_000_000],
    ["  ", 5_000_000],
    ["5 MB", 5_000_000],
    ["5MB", 5_000_000],
    ["5mb", 5_000_000],
    ["5 mB", 5_000_000],
    [" 5 Mb ", 5_000_000],
    ["5 MiB", 5_242_880],
    ["5mib", 5_242_880],
    ["500 KB", 500_000],
    ["500 KiB", 512_000],
    ["1 GB", 1_000_000_000],
    ["1 GiB", 1_073_741_824],
    ["1.5 GB", 1_500_000_000],
    ["10 B", 10],
    ["10b", 10],
    ["1", 1_000_000],
    ["0.5", 500_000],
    ["9999", 9_999_000_000],
    ["00005 MB", 5_000_000],
    ["10000 KB", 10_000_000],
  ])("of %j is %d bytes", (value, bytes) => {
    expect(parseSize("LOG_MAX_SIZE", value)).toBe(bytes);
  });

  test.each([
    "0",
    "0 MB",
    "0.0001 B",
    "-5 MB",
    "+5 MB",
    "5 M",
    "5 TB",
    "5 iB",
    "5 MBit",
    "MB",
    "5,5 MB",
    "5_000 KB",
    "1e3 KB",
    "0x10 KB",
    "5. MB",
    ".5 MB",
    "Infinity",
    "NaN",
    "five",
    "5 MB 5",
    "99999999999999 GB",
    "٥ MB",
  ])("of %j is refused, with the value", (value) => {
    expect(() => parseSize("LOG_MAX_SIZE", value)).toThrow(
      `LOG_MAX_SIZE is '${value}', which is no`,
    );
  });

  test.each(["10000", "10000.0", "5000000"])("of %j looks like bytes", (value) => {
    expect(() => parseSize("LOG_MAX_SIZE", value)).toThrow("looks like bytes");
    expect(() => parseSize("LOG_MAX_SIZE", value)).toThrow("write '5 MB'");
  });

  test("of any text is a positive whole number or refused by name", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        try {
          const bytes = parseSize("LOG_MAX_SIZE", value);
          return Number.isSafeInteger(bytes) && bytes > 0;
        } catch (error) {
          return (error as Error).message.startsWith(`LOG_MAX_SIZE is '${value.trim()}'`);
        }
      }),
    );
  });
});
