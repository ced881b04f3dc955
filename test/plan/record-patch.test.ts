import { expect, test } from "vitest";
import { recordPatch, wasInserted } from "../../generators/plan/record-patch.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const first = recordPatch(bytes("a\r\nb\r\n"), bytes("new\r\na\r\nB\r\n"), undefined);

test("a patch is kept as the lines that went and came, without their endings", () => {
  expect(first).toEqual({
    created: false,
    hunks: [
      { removed: [], inserted: ["new"] },
      { removed: ["b"], inserted: ["B"] },
    ],
  });
});

test("the same lines put in again (a line was taken out, or another checkout patched) are kept once", () => {
  expect(recordPatch(bytes("a\nB\n"), bytes("new\na\nB\n"), first)).toEqual(first);
  expect(recordPatch(bytes("a\n"), bytes("a\nc\n"), first).hunks).toEqual([
    ...first.hunks,
    { removed: [], inserted: ["c"] },
  ]);
});

test("a file that was made stays known as made, whatever is added to it later", () => {
  const made = recordPatch(undefined, bytes("a\n"), undefined);
  expect(made).toEqual({ created: true, hunks: [{ removed: [], inserted: ["a"] }] });
  expect(recordPatch(bytes("a\n"), bytes("a\nb\n"), made).created).toBe(true);
});

test("a line that was put in is found, one that was there is not", () => {
  expect(wasInserted(first, (line) => line === "B")).toBe(true);
  expect(wasInserted(first, (line) => line === "a")).toBe(false);
  expect(wasInserted(undefined, () => true)).toBe(false);
});

test("lines that were only moved are no change", () => {
  const patch = recordPatch(bytes("a\nb\n"), bytes("ours\na\nb\n"), undefined);
  expect(recordPatch(bytes("a\nours\nb\n"), bytes("ours\na\nb\n"), patch)).toEqual(patch);
});
