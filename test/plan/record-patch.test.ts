import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBytes } from "../../generators/apply/journal.js";
import {
  recordPatch,
  recordPrivatePatch,
  wasInserted,
} from "../../generators/plan/record-patch.js";
import { takeBack } from "../../generators/plan/take-back.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (of: Uint8Array) => Buffer.from(of).toString("utf8");
const before = "alpha\r\nbeta\r\n";
const after = "imported\r\nalpha\r\nBETA\r\n";
const first = recordPatch(bytes(before), bytes(after), undefined);

test("a patch is kept as the lines that went and came, without their endings, and where", () => {
  expect(first).toEqual({
    created: false,
    sha256: hashBytes(bytes(after)),
    hunks: [
      { line: 1, removed: [], inserted: ["imported"] },
      { line: 3, removed: ["beta"], inserted: ["BETA"] },
    ],
  });
});

test("a line that is put in again is kept once, and one that its owner took out is remembered without a place", () => {
  const again = recordPatch(bytes("alpha\nBETA\n"), bytes("imported\nalpha\nBETA\n"), first);
  expect(again.hunks).toEqual(first.hunks);
  const other = recordPatch(bytes("alpha\n"), bytes("alpha\ngamma\n"), first);
  expect(other.hunks).toEqual([
    { removed: [], inserted: ["imported"] },
    { removed: ["beta"], inserted: ["BETA"] },
    { line: 2, removed: [], inserted: ["gamma"] },
  ]);
});

test("what a later run renames is kept as one patch of what the owner had", () => {
  const renamed = recordPatch(bytes(after), bytes(after.replace("imported", "moved")), first);
  expect(renamed.hunks.map(({ inserted }) => inserted)).toEqual([["moved"], ["BETA"]]);
  expect(text(takeBack(bytes(after.replace("imported", "moved")), renamed).bytes)).toBe(before);
});

test("lines that others look like are kept with those around them", () => {
  const { hunks } = recordPatch(bytes("aaa\nbbb\nccc\n"), bytes("aaa\nbbb\nbbb\n});\n"), undefined);
  expect(hunks).toEqual([
    {
      line: 3,
      removed: ["ccc"],
      inserted: ["bbb", "});"],
    },
  ]);
  const [twin] = recordPatch(bytes("aaa\nbbb\n"), bytes("aaa\nbbb\nbbb\n"), undefined).hunks;
  expect(twin?.context).toEqual({ above: ["aaa", "bbb"], below: [] });
});

test("a file that was made stays known as made, whatever is added to it later", () => {
  const made = recordPatch(undefined, bytes("made\n"), undefined);
  expect(made.created).toBe(true);
  expect(recordPatch(bytes("made\n"), bytes("made\nmore\n"), made)).toMatchObject({
    created: true,
    hunks: [{ line: 1, removed: [], inserted: ["made", "more"] }],
  });
});

test("of a private file nothing is kept but hashes of the lines that were added", () => {
  const added = "TOKEN=secret\n\n# Name.\nNAME_APP=news\n";
  const patch = recordPrivatePatch(bytes("TOKEN=secret"), bytes(added), undefined);
  expect(patch).toEqual({
    created: false,
    open: true,
    hunks: [
      {
        removed: [],
        inserted: ["", hashBytes(bytes("# Name.")), hashBytes(bytes("NAME_APP=news"))],
      },
    ],
  });
  // Another machine's file, with its own last line, adds nothing to what everybody shares.
  expect(recordPrivatePatch(bytes("A=1\n"), bytes(`A=1\n\n${added.slice(14)}`), patch)).toEqual(
    patch,
  );
});

test("a line that was put in is found, one that was there is not", () => {
  expect(wasInserted(first, (line) => line === "BETA")).toBe(true);
  expect(wasInserted(first, (line) => line === "alpha")).toBe(false);
  expect(wasInserted(undefined, () => true)).toBe(false);
});

test("lines that were only moved are no change", () => {
  const patch = recordPatch(bytes("a\nb\n"), bytes("ours\na\nb\n"), undefined);
  expect(recordPatch(bytes("a\nours\nb\n"), bytes("ours\na\nb\n"), patch)).toEqual(patch);
});

// Few words, so that lines look alike; every ending, and the last line with or without one.
const line = fc.record({
  content: fc.constantFrom("", "}", "one", "two", "three", "\u00e9", "a\rb"),
  end: fc.constantFrom("\n", "\n", "\r\n"),
});
const file = fc
  .record({ lines: fc.array(line, { maxLength: 8 }), isOpen: fc.boolean(), latin1: fc.boolean() })
  .map(({ lines, isOpen, latin1 }) => {
    const all = lines.map(({ content, end }) => content + end).join("");
    const whole = isOpen ? all.replace(/\r?\n$/, "") : all;
    return new Uint8Array(Buffer.from(whole, latin1 ? "latin1" : "utf8"));
  });

test("property: whatever several runs make of any file, taking it back gives its bytes", () => {
  fc.assert(
    fc.property(file, fc.array(file, { minLength: 1, maxLength: 3 }), (before, runs) => {
      let patch: ReturnType<typeof recordPatch> | undefined;
      let there = before;
      for (const after of runs) {
        patch = recordPatch(there, after, patch);
        there = after;
      }
      if (patch === undefined) return;
      expect(Buffer.from(takeBack(there, patch).bytes)).toEqual(Buffer.from(before));
    }),
    { numRuns: 3000 },
  );
});
