import fc from "fast-check";
import { parse } from "jsonc-parser";
import { expect, test } from "vitest";
import {
  compareJson,
  editJson,
  type Json,
  type JsonEdit,
} from "../../generators/plan/edit-json.js";

test.each<[string, string, JsonEdit[], string]>([
  [
    "a value",
    '{\n  "a": 1, // one\n  "b" : [ 1,2 ]\n}\n',
    [[["a"], "x"]],
    '{\n  "a": "x", // one\n  "b" : [ 1,2 ]\n}\n',
  ],
  [
    "an item of a list in one line",
    '{ "s": ["a", "b"] }',
    [[["s", 2], "c"]],
    '{ "s": ["a", "b", "c"] }',
  ],
  [
    "an item of a list in one line with a trailing comma",
    '{ "s": ["a",] }',
    [[["s", 1], "c"]],
    '{ "s": ["a", "c",] }',
  ],
  [
    "an item of a list with lines",
    '{\n\t"s": [\n\t\t"a"\n\t]\n}\n',
    [[["s", 1], "c"]],
    '{\n\t"s": [\n\t\t"a",\n\t\t"c"\n\t]\n}\n',
  ],
  [
    "an item after a comment, trailing commas in use",
    '{\r\n  "s": [\r\n    "a", // first\r\n  ],\r\n}\r\n',
    [[["s", 1], "c"]],
    '{\r\n  "s": [\r\n    "a", // first\r\n    "c",\r\n  ],\r\n}\r\n',
  ],
  [
    "an item after a comment",
    '{\n  "s": [\n    "a" // first\n  ]\n}\n',
    [[["s", 1], "c"]],
    '{\n  "s": [\n    "a", // first\n    "c"\n  ]\n}\n',
  ],
  [
    "the first item",
    '{\n    "s": []\n}\n',
    [[["s", 0], "c"]],
    '{\n    "s": [\n        "c"\n    ]\n}\n',
  ],
  [
    "the first item beside a comment",
    '{\n  "s": [\n    // none yet\n  ]\n}\n',
    [[["s", 0], "c"]],
    '{\n  "s": [\n    // none yet\n  \n    "c"\n  ]\n}\n',
  ],
  [
    "a list instead of a value",
    '{\n  "s": false,\n  "t": 1\n}\n',
    [[["s"], ["c"]]],
    '{\n  "s": [\n    "c"\n  ],\n  "t": 1\n}\n',
  ],
  [
    "a dependency, in its place",
    '{\n  "devDependencies": {\n    "@types/a": "1",\n    "b": "2"\n  }\n}\n',
    [[["devDependencies", "@types/node"], "^20.0.0"]],
    '{\n  "devDependencies": {\n    "@types/a": "1",\n    "@types/node": "^20.0.0",\n    "b": "2"\n  }\n}\n',
  ],
  [
    "a dependency of a list without order",
    '{\n  "devDependencies": {\n    "b": "2",\n    "a": "1"\n  }\n}\n',
    [[["devDependencies", "@types/node"], "^20.0.0"]],
    '{\n  "devDependencies": {\n    "b": "2",\n    "a": "1",\n    "@types/node": "^20.0.0"\n  }\n}\n',
  ],
  [
    "the first dependency",
    '{\n  "name": "x"\n}\n',
    [[["devDependencies", "@types/node"], "^20.0.0"]],
    '{\n  "name": "x",\n  "devDependencies": {\n    "@types/node": "^20.0.0"\n  }\n}\n',
  ],
  ["a key of a file in one line", '{"name":"x"}', [[["a"], 1]], '{"name":"x", "a": 1}'],
  ["a value behind a BOM", '\uFEFF{ "a": 1 }', [[["a"], 2]], '\uFEFF{ "a": 2 }'],
  [
    "nothing where an item goes, comments staying",
    '{\n  "s": [\n    "a", // first\n    "b" // second\n  ]\n}\n',
    [[["s", 1], undefined]],
    '{\n  "s": [\n    "a" // first\n     // second\n  ]\n}\n',
  ],
  [
    "nothing where a key goes",
    '{\n  "a": 1,\n  "b": 2\n}\n',
    [[["a"], undefined]],
    '{\n  "b": 2\n}\n',
  ],
])("sets %s and touches nothing else", async (_what, before, edits, after) => {
  expect(await editJson(before, edits)).toBe(after);
  expect(parse(after.replace("\uFEFF", ""), [], { allowTrailingComma: true })).toBeDefined();
});

test("property: editing a text by the comparison with a value gives that value, and a second time changes nothing", async () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const key = fc.constantFrom("name", "entries", "a b", 'q"', "z", "devDependencies");
  const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaf,
      fc.array(tie("json"), { maxLength: 3 }),
      fc.dictionary(key, tie("json"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const object = fc.dictionary(key, json, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(
      object,
      object,
      fc.constantFrom(0, 2, "\t"),
      fc.boolean(),
      async (now, wanted, indent, isCrlf) => {
        const plain = JSON.stringify(now, null, indent);
        const text = isCrlf ? plain.replaceAll("\n", "\r\n") : plain;
        const edited = await editJson(text, compareJson(now, wanted));
        expect(JSON.parse(edited)).toEqual(wanted);
        if (text.includes("\n") && isCrlf)
          expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
        expect(compareJson(JSON.parse(edited), wanted)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
