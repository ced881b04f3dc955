import { describe, expect, it, test } from "vitest";
import { recordPatch } from "../../generators/plan/record-patch.js";
import { takeBack } from "../../generators/plan/take-back.js";

const bytes = (lines: string[]) => new Uint8Array(Buffer.from(`${lines.join("\n")}\n`));
const lines = (of: Uint8Array) => Buffer.from(of).toString("utf8").split("\n").slice(0, -1);

function undo(before: string[], after: string[], now: string[]) {
  const { bytes: undone, missing } = takeBack(
    bytes(now),
    recordPatch(bytes(before), bytes(after), undefined),
  );
  return { lines: lines(undone), missing: missing.map(({ inserted }) => inserted) };
}

describe("lines of ours that look alike", () => {
  const before = [
    "first();",
    'console.log("x");',
    "last();",
    "more();",
    'console.info("x");',
    "end();",
  ];
  const after = before.map((line) => line.replace(/console\.\w+/, "logger.info"));

  it("are told apart by the lines around them, where the other one is gone", () => {
    expect(undo(before, after, ["mine();", ...after.slice(3)])).toEqual({
      lines: ["mine();", ...before.slice(3)],
      missing: [['logger.info("x");']],
    });
  });

  it("are told apart by the lines around them rather than by where they are", () => {
    const swapped = (of: string[]) => ["mine();", ...of.slice(3), ...of.slice(0, 3)];
    expect(undo(before, after, swapped(after)).lines).toEqual(swapped(before));
  });

  it("are told apart by where they are, where nothing around them is left", () => {
    const now = ["a", 'logger.info("x");', "b", "c", 'logger.info("x");', "d"];
    expect(undo(before, after, now)).toEqual({
      lines: ["a", 'console.log("x");', "b", "c", 'console.info("x");', "d"],
      missing: [],
    });
  });

  it("are left where neither can be told", () => {
    const now = ["a", "b", 'logger.info("x");'];
    expect(undo(before, after, now)).toEqual({
      lines: now,
      missing: [['logger.info("x");'], ['logger.info("x");']],
    });
  });

  it("are all taken back where they were the same before", () => {
    const same = before.map((line) => line.replace("info", "log"));
    expect(undo(same, after, ["a", 'logger.info("x");', 'logger.info("x");'])).toEqual({
      lines: ["a", 'console.log("x");', 'console.log("x");'],
      missing: [],
    });
  });
});

test("of a line of ours that its owner copied, the one that is nearest to where it was goes", () => {
  const before = ["one();", "two();", "three();", "four();"];
  const after = ["one();", "two();", "ours();", "three();", "four();"];
  const now = ["ours();", "one();", "two();", "ours();", "three();", "four();", "ours();"];
  expect(undo(before, after, now).lines).toEqual(now.toSpliced(3, 1));
});

test("the shift of the lines that are found tells where the others are", () => {
  const before = ["a", "b", "c", "d"];
  const after = ["import ours;", "a", "b", "c", "ours();", "d"];
  const added = ["m1", "m2", "m3", "m4", "ours();", "m5", "m6"];
  const { lines: undone } = undo(before, after, [...added, ...after]);
  expect(undone).toEqual([...added, ...before]);
});

test("a bracket or a blank line goes only between the lines that it stood between", () => {
  const before = ["start {", "go();", "end"];
  const after = ["start {", "}", "go();", "end"];
  expect(undo(before, after, ["// top", ...after]).lines).toEqual(["// top", ...before]);
  const moved = ["start {", "x();", "}", "go();"];
  expect(undo(before, after, moved)).toEqual({ lines: moved, missing: [["}"]] });
});

test("lines that we took out come back between the lines that they stood between, or are told of", () => {
  const before = ["first();", "second();", "gone();", "third();", "fourth();"];
  const after = before.toSpliced(2, 1);
  expect(undo(before, after, ["mine();", ...after]).lines).toEqual(["mine();", ...before]);
  const apart = after.toSpliced(2, 0, "mine();");
  expect(undo(before, after, apart)).toEqual({ lines: apart, missing: [[]] });
});

test("a Latin-1 file that its owner made UTF-8 since gets its lines back in UTF-8", () => {
  const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
  const patch = recordPatch(
    latin1('log("\u00e9");\n// \u00fc\n'),
    latin1('info("\u00e9");\n// \u00fc\n'),
    undefined,
  );
  const now = new Uint8Array(Buffer.from('mine();\ninfo("\u00e9");\n// \u00fc\n'));
  expect(Buffer.from(takeBack(now, patch).bytes).toString()).toBe(
    'mine();\nlog("\u00e9");\n// \u00fc\n',
  );
});
