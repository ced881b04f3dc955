import { parse } from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printEnvLine, readEnvText } from "../../generators/plan/env-text.js";

test.each([
  ["A=1", { A: "1" }],
  ["export A = 1 # one", { A: "1" }],
  ["A='x # y' # z", { A: "x # y" }],
  ["A=\nB=", { A: "", B: "" }],
  ["A=1\r\nA=2\r\n", { A: "2" }],
  [
    'K="-----BEGIN\nNAME_APP=not one\n-----END"\nB=2',
    { K: "-----BEGIN\nNAME_APP=not one\n-----END", B: "2" },
  ],
  ["A='open\nB=2", { A: "'open", B: "2" }],
  ["\uFEFFA=1", { A: "1" }],
  ["# A=1\n#B=2\nC=#", { C: "" }],
  ["no setting\n=x\n a.b-c=1", { "a.b-c": "1" }],
])("%j is read as dotenv reads it", (text, values) => {
  const read = Object.fromEntries(
    [...readEnvText(text).set].map(([name, { value }]) => [name, value]),
  );
  expect(read).toEqual(values);
  expect(parse(text.replace("\uFEFF", ""))).toEqual(values);
});

test("names that are commented out are known, and lines are counted from 1", () => {
  const { commented, set } = readEnvText("# LOG_MAX_SIZE=5MB\n#export X = 1\n# a comment\nA=1");
  expect([...commented]).toEqual(["LOG_MAX_SIZE", "X"]);
  expect(set.get("A")?.line).toBe(4);
});

test("property: a line that is printed is read back by dotenv and by us, for any name of a service", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => !/[/\\\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text)
    // No file format could hold all three.
    .filter((text) => !["'", '"', "`"].every((mark) => text.includes(mark)));
  fc.assert(
    fc.property(name, (value) => {
      const line = printEnvLine("NAME_APP", value);
      expect(parse(line)).toEqual({ NAME_APP: value });
      expect(readEnvText(line).set.get("NAME_APP")?.value).toBe(value);
    }),
    { numRuns: 1000 },
  );
});
