import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeLine, isPlain } from "../../templates/node/encode-line.js";
import { contain } from "../../templates/node/format.js";

function encode(line: string): Buffer {
  const { bytes, length } = encodeLine(line);
  return Buffer.from(bytes.subarray(0, length));
}

function isPlainLine(line: string): boolean {
  encodeLine(line);
  return isPlain(line);
}

describe("FILE-1 a line in UTF-8", () => {
  test("is what Buffer makes of it, whatever was encoded before", () => {
    const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encode(text)).toEqual(Buffer.from(text));
      }),
    );
  });

  test.each([
    ["fills the buffer", "x".repeat(65_536)],
    ["is one byte longer", "x".repeat(65_537)],
    ["has its last character across the end", `${"x".repeat(65_534)}漢`],
    ["is ten times as long", "ä🚀".repeat(120_000)],
    ["ends in half a character", `${"x".repeat(65_534)}\ud83d`],
  ])("is whole where it %s", (_case, text) => {
    expect(encode(text).equals(Buffer.from(text))).toBe(true);
  });
});

describe("FMT-6 a plain line", () => {
  test("has nothing to contain", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        const isContained = contain(text) === text && !/\t/.test(text);
        expect(isPlainLine(`${text}\n`)).toBe(isContained);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["text", "text\n", true],
    ["nothing", "\n", true],
    ["a character beyond ASCII", "für\n", false],
    ["two lines", "a\nb\n", false],
    ["no line feed at the end", "a", false],
    ["a tab", "a\tb\n", false],
    ["a control character in each place of four", "abcdefg\x1f\n", false],
    ["a delete among the first four", "\x7fbcdefg\n", false],
    ["a nul behind the last four", "abcd\0\n", false],
    ["no more than fits in four", "~~~~\n", true],
    ["the last of ASCII", "a\x7f\n", false],
    ["the tilde and the blank", " ~\n", true],
  ])("with %s: %j → %j", (_case, line, expected) => {
    expect(isPlainLine(line)).toBe(expected);
  });
});
