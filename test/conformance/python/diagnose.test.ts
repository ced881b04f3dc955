import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { preparePackage, python } from "../../helpers/python-package.js";

const scripts = path.join(import.meta.dirname, "diagnose");
const source = fs.readFileSync(path.join(scripts, "shapes.py"), "utf8");
let folder = "";

beforeAll(() => {
  folder = preparePackage(scripts).folder;
});

function runScript(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(python, args, { cwd: folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

/** What was logged of each failure, by its name. */
function runShapes(...args: string[]): Map<string, string> {
  const sections = runScript("shapes.py", ...args).split("\n=== ");
  return new Map(
    sections.slice(1).map((section): [string, string] => {
      const [name = "", ...lines] = section.split("\n");
      return [name, lines.join("\n")];
    }),
  );
}

/** The values below the lines of source. */
function valuesOf(section: string): string[] {
  return section.split("\n").flatMap((line) => /^[ │|]*└ (.*)$/.exec(line)?.[1] ?? []);
}

describe.each([
  { how: "at once", args: [] },
  { how: "by another thread", args: ["enqueue"] },
  { how: "in colour", args: ["colour"] },
])("CRASH-5 Loguru's values, written $how,", ({ args }) => {
  test("hold no secret, whatever it is kept in, and run none of the program's code", () => {
    const sections = runShapes(...args);
    expect(sections.size).toBeGreaterThan(100);
    for (const [name, section] of sections) {
      if (name === "expected") continue;
      expect(section, name).toMatch(/^went on: [\s\S]*(?:Error|Unprintable|ExceptionGroup)/);
      expect(section, name).not.toMatch(/hunter|^ran: /m);
    }
  });
});

test("CRASH-4 the other values are shown, on one line each and bounded", () => {
  const sections = runShapes();
  const expected = (sections.get("expected") ?? "").trimEnd().split("\n");
  expect(expected.length).toBeGreaterThan(20);
  for (const line of expected) {
    const [name = "", text = ""] = line.split("\t");
    expect(valuesOf(sections.get(`harmless ${name}`) ?? ""), name).toContain(text);
  }
  const all = [...sections.values()].flatMap(valuesOf);
  expect(Math.max(...all.map((value) => value.length))).toBeLessThanOrEqual(303);
  const shown = [...sections.values()].join("\n");
  for (const [word] of source.matchAll(/shown-[a-z-]+/g)) expect(shown).toContain(word);
});

test("CRASH-5 where Loguru's own parts are other ones, nothing of it is changed", () => {
  expect(runScript("unknown.py")).toBe("False True\n");
});
