import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, printLiteral } from "../../generators/render/print-literal.js";
import { formatFiles } from "../../scripts/format-files.js";

const place = { indent: "", taken: "const x = ;".length };

describe("printLiteral", () => {
  test.each<[Json, string]>([
    ["NAME_APP", '"NAME_APP"'],
    ['say "hi" \\ \n', '"say \\"hi\\" \\\\ \\n"'],
    ["\u2028\u2029\u202e\u0085\ud800", '"\\u2028\\u2029\\u202e\\u0085\\ud800"'],
    [5, "5"],
    [null, "null"],
    [[], "[]"],
    [{}, "{}"],
    [["WORKER", "MAIL"], '["WORKER", "MAIL"]'],
    [{ terminal: true, level: "DEBUG" }, '{ terminal: true, level: "DEBUG" }'],
    [{ "a-b": 1, __proto: 2, $c: 3 }, '{ "a-b": 1, __proto: 2, $c: 3 }'],
    [JSON.parse('{"__proto__":1}'), '{ ["__proto__"]: 1 }'],
  ])("%j", (value, code) => {
    expect(printLiteral(value, place)).toBe(code);
  });

  test("is broken over lines only where it would pass 100 columns", () => {
    const list = [`${"a".repeat(84)}`];
    expect(printLiteral(list, { indent: "  ", taken: 12 })).toBe(`["${list[0]}"]`);
    expect(printLiteral(list, { indent: "  ", taken: 13 })).toBe(`[\n    "${list[0]}",\n  ]`);
  });

  test.each([100, 101])(
    "a nested line that takes %i columns is as a formatter has it",
    async (columns) => {
      const word = "a".repeat(columns - '  c: { b: "" },'.length);
      const text = `const x = ${printLiteral({ c: { b: word } }, place)};\n`;
      const files = new Map([["x.js", text]]);
      expect(await formatFiles(files)).toEqual(files);
      expect(text.split("\n")).toHaveLength(columns === 100 ? 4 : 6);
    },
  );

  test("any value evaluates back to itself", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const code = printLiteral(value as Json, place);
        expect(new Function(`return ${code};`)()).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  test("a formatter finds nothing to change in it", async () => {
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z_-]{0,20}$/);
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        word,
        fc.boolean(),
        fc.array(word, { maxLength: 8 }),
        fc.dictionary(word, tie("value"), { maxKeys: 6 }) as fc.Arbitrary<Json>,
        fc.array(fc.record({ a: word, b: word }), { maxLength: 3 }) as fc.Arbitrary<Json>,
      ),
    }));
    const values = fc.sample(value, { numRuns: 300, seed: 7 });
    const files = new Map(
      values.map((item, index) => [`${index}.js`, `const x = ${printLiteral(item, place)};\n`]),
    );
    expect(await formatFiles(files)).toEqual(files);
  });
});
