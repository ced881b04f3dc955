import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameFault } from "../../generators/answers/validate-name.js";

describe("a service's name is a plain file name (ENV-5)", () => {
  it.each([
    "news",
    "News Requester 04",
    "it's",
    '"quoted"',
    "{{name}}",
    "<% name %>",
    "`x`",
    "🗞️-news",
    "新聞",
    "...",
    ".hidden",
    "-rf",
    "a:b=c",
    "é".repeat(100),
  ])("takes %j", (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  it.each([
    ["", "is blank"],
    [" \t ", "is blank"],
    [".", "is a folder, not a file name"],
    ["..", "is a folder, not a file name"],
    ["../news", "has a '/'"],
    ["a\\b", "has a '\\'"],
    ["a\0b", "has a control character (U+0000)"],
    ["a\nb", "has a control character (U+000A)"],
    ["a\x1b[31m", "has a control character (U+001B)"],
    ["a\x85b", "has a control character (U+0085)"],
    ["a\ud800", "has half a character in it (a lone surrogate)"],
    ["é".repeat(101), "is 202 bytes long, 200 are the most a log file's name can take"],
  ])("refuses %j: it %s", (name, fault) => {
    expect(nameFault(name)).toBe(fault);
  });

  it("never takes a name that would leave its directory or need a second line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 210 }), (name) => {
        if (nameFault(name) !== undefined) return;
        expect(name).not.toMatch(/[/\\\p{Cc}]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
        expect(["", ".", ".."]).not.toContain(name.trim() === "" ? "" : name);
      }),
    );
  });
});
