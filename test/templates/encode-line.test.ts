import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EncodedLine, encodePlain, encodeText } from "../../templates/node/encode-line.js";
import { contain } from "../../templates/node/format.js";

function read(line: EncodedLine | undefined): string | undefined {
  if (line === undefined) return undefined;
  const { bytes, start, length } = line;
  return Buffer.from(bytes.subarray(start, start + length)).toString();
}

const anyText = fc.oneof(
  fc.string({ unit: "binary-ascii" }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

describe("FMT-6 a line is written without a look at its text", () => {
  test("where its rest is printable ASCII, and then as it is, whatever was encoded before", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (head, rest, isRepeated) => {
        if (isRepeated) encodePlain(head, "before");
        const isPlain = /^[ -~]*$/.test(rest);
        if (isPlain) expect(contain(rest)).toBe(rest);
        const line = isPlain ? `${Buffer.from(head)}${rest}\n` : undefined;
        expect(read(encodePlain(head, rest))).toBe(line);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["text", "text", true],
    ["nothing", "", true],
    ["a character beyond ASCII", "für", false],
    ["two lines", "a\nb", false],
    ["a tab", "a\tb", false],
    ["a control character in the last place of eight", "abcdefg\x1f", false],
    ["a delete among the first four", "\x7fbcdefg", false],
    ["a nul behind the last four", "abcd\0", false],
    ["no more than fits in four", "~~~~", true],
    ["the last of ASCII", "a\x7f", false],
    ["the tilde and the blank", " ~", true],
    ["as many characters as are looked at", "x".repeat(16_384), true],
    ["one character more", "x".repeat(16_385), false],
    ["many that take three bytes", "漢".repeat(16_384), false],
  ])("%s: %#", (_case, rest, isPlain) => {
    for (const head of ["head | ", "", "head | ", "größer | "]) {
      expect(read(encodePlain(head, rest))).toBe(isPlain ? `${head}${rest}\n` : undefined);
    }
  });

  test("unless its head is very long", () => {
    expect(read(encodePlain("h".repeat(1365), "rest"))).toBe(`${"h".repeat(1365)}rest\n`);
    expect(encodePlain("h".repeat(1366), "rest")).toBeUndefined();
  });
});

test("FILE-1 any text is encoded whole, in UTF-8", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(read(encodeText(text))).toBe(`${Buffer.from(text)}`);
    }),
  );
});
