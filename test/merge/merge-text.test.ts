import fc from "fast-check";
import { expect, test } from "vitest";
import { hasConflictMarkers, mergeText } from "../../generators/merge/merge-text.js";

const labels = { theirs: "yours", ours: "create-logging 0.2.0" };
const merge = (base: string, theirs: string, ours: string) =>
  mergeText({ base, theirs, ours, labels });

test.each([
  ["nothing changed", "a\nb\n", "a\nb\n", "a\nb\n", "a\nb\n"],
  ["only theirs changed", "a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n"],
  ["only ours changed", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nC\n", "a\nb\nC\n"],
  ["both changed, apart", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"],
  ["both changed alike", "a\nb\n", "a\nB\n", "a\nB\n", "a\nB\n"],
  [
    "theirs in CRLF",
    "a\nb\nc\n",
    "a\r\nmine\r\nb\r\nc\r\n",
    "a\nb\nC\n",
    "a\r\nmine\r\nb\r\nC\r\n",
  ],
  ["theirs mixed", "a\nb\nc\nd\n", "a\r\nb\nc\r\nd\r\n", "a\nb\nc\nD\n", "a\r\nb\nc\r\nD\r\n"],
  ["ours in CRLF", "a\r\nb\r\n", "a\nb\nmine\n", "A\r\nb\r\n", "A\nb\nmine\n"],
  ["theirs without final newline", "a\nb\nc\n", "a\nb\nc", "A\nb\nc\n", "A\nb\nc"],
  [
    "theirs with a last line of its own",
    "a\nb\nc\n",
    "a\nb\nc\nmine",
    "A\nb\nc\n",
    "A\nb\nc\nmine",
  ],
  ["ours without final newline", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nc", "A\nb\nc"],
  ["a line deleted by theirs", "a\nb\nc\nd\n", "a\nc\nd\n", "a\nb\nc\nD\n", "a\nc\nD\n"],
  [
    "names of Object.prototype",
    "constructor\n__proto__\nx\n",
    "constructor\n__proto__\nx\ny\n",
    "toString\n__proto__\nx\n",
    "toString\n__proto__\nx\ny\n",
  ],
  ["theirs emptied", "a\n", "", "a\n", ""],
  ["everything empty", "", "", "", ""],
])("%s: merges cleanly", (_what, base, theirs, ours, text) => {
  expect(merge(base, theirs, ours)).toEqual({ text, conflicts: 0 });
});

test("both changed the same line: both are shown in git's marker form, in theirs' line endings", () => {
  expect(merge("a\nb\nc\n", "a\r\nmine\r\nc\r\n", "a\nnew\nc\n")).toEqual({
    text: "a\r\n<<<<<<< yours\r\nmine\r\n=======\r\nnew\r\n>>>>>>> create-logging 0.2.0\r\nc\r\n",
    conflicts: 1,
  });
});

test("a conflict at the end of a text without final newline keeps its markers on lines of their own", () => {
  expect(merge("a\nb", "a\nmine", "a\nnew").text).toBe(
    "a\n<<<<<<< yours\nmine\n=======\nnew\n>>>>>>> create-logging 0.2.0\n",
  );
});

test("theirs deleted what ours changed: a conflict with an empty side", () => {
  expect(merge("a\nb\nc\n", "a\nc\n", "a\nB\nc\n")).toEqual({
    text: "a\n<<<<<<< yours\n=======\nB\n>>>>>>> create-logging 0.2.0\nc\n",
    conflicts: 1,
  });
});

test("conflict markers are found, a heading that resembles one is not", () => {
  expect(hasConflictMarkers(merge("a\n", "b\n", "c\n").text)).toBe(true);
  expect(hasConflictMarkers(merge("a\r\n", "b\r\n", "c\r\n").text)).toBe(true);
  expect(hasConflictMarkers("Title\n=======\n\n<<<<<<< not closed\n")).toBe(false);
});

const line = fc.constantFrom("a", "b", "c", "{", "}", "", "é", "constructor");
const text = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { maxLength: 12 }), fc.boolean())
  .map(([lines, isOpen]) => {
    const whole = lines.map(([content, end]) => content + end).join("");
    return isOpen ? whole.replace(/\r?\n$/, "") : whole;
  });
const plain = (value: string) => value.replaceAll("\r\n", "\n");

test("property: where ours is the base, theirs comes out byte for byte", () => {
  fc.assert(
    fc.property(text, text, (base, theirs) => {
      expect(merge(base, theirs, base)).toEqual({ text: theirs, conflicts: 0 });
    }),
    { numRuns: 2000 },
  );
});

test("property: where theirs is the base, ours comes out, its line endings aside", () => {
  fc.assert(
    fc.property(text, text, (base, ours) => {
      const merged = merge(base, base, ours);
      expect(merged.conflicts).toBe(0);
      expect(plain(merged.text)).toBe(plain(ours));
    }),
    { numRuns: 2000 },
  );
});

test("property: no line that a person added is missing from a merge, however often it was added", () => {
  const user = fc.array(fc.constantFrom("mine 1", "mine 2", "mine 3\t", "ümine"), { minLength: 1 });
  fc.assert(
    fc.property(text, text, user, fc.nat(), fc.boolean(), (base, ours, lines, seed, isOpen) => {
      const kept = base.split("\n");
      for (const [index, mine] of lines.entries())
        kept.splice((seed * (index + 1)) % (kept.length + 1), 0, mine);
      const theirs = isOpen ? kept.join("\n").trimEnd() : kept.join("\n");
      const count = (value: string, wanted: string) =>
        value.split(/\r?\n/).filter((one) => one.trimEnd() === wanted.trimEnd()).length;
      const merged = merge(base, theirs, ours);
      for (const mine of lines) expect(count(merged.text, mine)).toBe(count(theirs, mine));
      if (merged.conflicts > 0) expect(hasConflictMarkers(merged.text)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
