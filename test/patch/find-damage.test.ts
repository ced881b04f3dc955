import { expect, it } from "vitest";
import { findDamage } from "../../generators/patch/find-damage.js";
import { loadTypeScript, parseSource } from "../../generators/patch/parse-source.js";

async function damage(before: string, after: string): Promise<string | undefined> {
  const source = parseSource(await loadTypeScript(), "a.js", before);
  if ("reason" in source) throw new Error(source.reason);
  return findDamage(source, after);
}

it.each([
  ["a statement is added", "a();\nb();\n", "require('x');\na();\nb();\n"],
  ["a semicolon ends another statement", "a()\n;[1].map(b)\n", "a()\nrequire('x')\n;[1].map(b)\n"],
])("nothing is damaged when %s", async (_, before, after) => {
  expect(await damage(before, after)).toBeUndefined();
});

it.each([
  ["the syntax breaks", "a();\n", "require('x'\na();\n", /expected/],
  [
    "a statement is swallowed",
    "(b)()\n",
    "require('x')\n(b)()\n",
    /'\(b\)\(\)' would read differently/,
  ],
  ["a directive's line is cut", "'use strict'\na()\n", "'use require('x') strict'\na()\n", /./],
  ["the order changes", "a();\nb();\n", "b();\na();\n", /'b\(\)' would read differently/],
])("damage is found when %s", async (_, before, after, expected) => {
  expect(await damage(before, after)).toMatch(expected);
});
