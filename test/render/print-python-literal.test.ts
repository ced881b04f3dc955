import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../generators/render/print-literal.js";
import { printPythonLiteral } from "../../generators/render/print-python-literal.js";

const place = { indent: "", taken: 4 };

describe("printPythonLiteral", () => {
  test.each([
    ["app", '"app"'],
    ['say "hi"', "'say \"hi\"'"],
    [true, "True"],
    [null, "None"],
    [5, "5"],
    [[], "[]"],
    [{}, "{}"],
    [{ a: ["b"] }, '{"a": ["b"]}'],
  ] as [Json, string][])("%j", (value, code) => {
    expect(printPythonLiteral(value, place)).toBe(code);
  });

  test("breaks what is too long where black does", () => {
    const list = ["a".repeat(50), "b".repeat(50)];
    expect(printPythonLiteral(list, place)).toBe(`[\n    "${list[0]}",\n    "${list[1]}",\n]`);
  });

  test("Python reads back every value", () => {
    const values = fc.sample(fc.jsonValue({ stringUnit: "binary" }), { numRuns: 200, seed: 7 });
    const code = values.map((value) => `${printPythonLiteral(value as Json, place)},`).join("\n");
    const script = "import json, sys\nprint(json.dumps(eval('[' + sys.stdin.read() + ']')))";
    const read = execFileSync("python3", ["-c", script], { input: code, encoding: "utf8" });
    expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(values)));
  });
});
