import { expect, test } from "vitest";
import { measureSimilarity } from "../../generators/merge/similarity.js";

const lines = (...names: string[]) => names.map((name) => `const ${name} = 1;`).join("\n");

test.each<[string, string, string, number]>([
  ["the same", lines("a", "b"), lines("a", "b"), 1],
  ["indented otherwise", lines("a", "b"), lines("a", "b").replaceAll(/^/gm, "    "), 1],
  ["nothing in common", lines("a", "b"), lines("c", "d"), 0],
  ["a half added", lines("a", "b"), lines("a", "b", "c", "d"), 0.5],
  ["a line that is there twice counts once for each", lines("a", "a"), lines("a", "b"), 0.5],
  ["braces say nothing", "{\n}\n", "{\n}\n", 0],
])("%s", (_, a, b, expected) => {
  expect(measureSimilarity(a, b)).toBe(expected);
  expect(measureSimilarity(b, a)).toBe(expected);
});
