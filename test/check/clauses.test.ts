import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chooseClauses } from "../../generators/check/choose-clauses.js";
import { asksOf, clauses } from "../../generators/check/clauses.js";
import { scenarios } from "../../generators/check/scenarios/scenarios.js";

test("every clause that is listed has one scenario, and every scenario is listed", () => {
  const played = scenarios.map(({ clause }) => clause);
  const listed = Object.keys(clauses).filter((clause) => !clause.startsWith("repo:"));
  expect([...played].sort()).toEqual([...listed].sort());
});

test("what a clause asks fits in a column", () => {
  for (const clause of Object.keys(clauses))
    for (const language of ["node", "python"] as const)
      expect(asksOf(clause, language)?.length ?? 0, clause).toBeLessThanOrEqual(52);
});

test("the README's example names clauses that there are", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const shown = [...readme.matchAll(/^ {2}(?:pass|fail) +(\S+) {2}(.*?) {2,}/gm)];
  expect(shown.map(([, clause = "", asks]) => asksOf(clause, "node") === asks)).toEqual([
    true,
    true,
  ]);
});

test.each([
  [["EXIT-6"], ["EXIT-6"]],
  [
    ["exit-6", "repo:lock"],
    ["EXIT-6", "repo:lock"],
  ],
  [["child"], ["CHILD-1", "CHILD-2", "CHILD-3"]],
])("--only %j means %j", (given, meant) => {
  expect(chooseClauses(given)).toEqual(meant);
});

test.each(["EXIT-", "EXIT-66", "", "repo:"])(
  "--only '%s' is refused with the families",
  (given) => {
    expect(() => chooseClauses([given])).toThrow(
      / is no clause\. Pass one, such as EXIT-6, .*: repo, MODE, /,
    );
  },
);
