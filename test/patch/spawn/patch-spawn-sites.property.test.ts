import fc from "fast-check";
import ts from "typescript";
import { expect, it } from "vitest";
import { patchSpawnSites } from "../../../generators/patch/spawn/patch-spawn-sites.js";
import { standard } from "../../../generators/standard.js";

const comment = fc.constantFrom("", "", " // its é own", " /* 😀 */");
const header = fc.subarray(["#!/usr/bin/env node", "/*! Licence é */", "'use strict';", ""]);
const trailing = fc.constantFrom("", ",");
const code = fc.constantFrom("const s = `\n  fork('x')\n`;", "[1].map(String);", "class K {}", "");

// `§` is a gap that people fill as they like: a space, or a newline and an indent.
const call = fc
  .record({
    head: fc.constantFrom(
      "fork(§'./own.js'",
      "cp.spawn(§'node',§['own.js']",
      "exec(§'node own.js'",
      "require('child_process').fork(§\"own.js\",§[]",
    ),
    options: fc.constantFrom(
      "",
      ",§{§cwd: '.'§}",
      ",§{§// why\n cwd: '.',§detached: true§}",
      ",§{}",
      ",§{ env: {§PORT: '1'§} }",
      ",§{ env: {§PORT: '1',§...process.env§} }",
    ),
    trailing,
    gap: fc.constantFrom("", " ", "\n    ", "\n\t"),
    comment,
    wrap: fc.constantFrom("@;", "const child = @", "function f() {\n  return @;\n}", "(() => @)()"),
  })
  .map(
    ({ head, options, trailing, gap, comment, wrap }) =>
      wrap.replace("@", () =>
        `${head}${options}${trailing}${comment.includes("//") ? "" : comment}§)`.replaceAll(
          "§",
          gap,
        ),
      ) + comment,
  );

const file = fc.record({
  mark: fc.constantFrom("", "\uFEFF"),
  newline: fc.constantFrom("\n", "\r\n"),
  header,
  imports: fc.constantFrom(
    ["const cp = require('child_process')", "const { fork, exec } = cp"],
    ["const { fork, exec, ...cp } = require('node:child_process'); // é", "cp.x;"],
    ["var cp = require('child_process'), { fork, exec } = cp;", "require('./other')"],
  ),
  parts: fc.array(fc.oneof(code, call), { minLength: 1, maxLength: 5 }),
  end: fc.constantFrom("", "\n"),
});

it("every byte that was there is still there, in its order, and a second run changes nothing", async () => {
  let patched = 0;
  await fc.assert(
    fc.asyncProperty(file, async ({ mark, newline, header, imports, parts, end }) => {
      // The licence may stand anywhere, the first line only at the top.
      const lines = [
        ...header.filter((line) => line.startsWith("#!")),
        ...header.filter((line) => !line.startsWith("#!")),
      ];
      const text =
        mark + ([...lines, ...imports, ...parts].join("\n") + end).replaceAll("\n", newline);
      if (errorsOf(text).length > 0) return;
      const request = {
        root: "/nowhere",
        file: "index.js",
        dir: "logging",
        variables: standard.variables,
        moduleKind: "commonjs" as const,
        specifierExtension: "" as const,
        verbatimModuleSyntax: false,
      };
      const count = text.split(newline).length;
      const chosen = Array.from({ length: count }, (_, index) => ({
        line: index + 1,
        descriptor: "X",
      }));
      const patch = await patchSpawnSites(text, request, chosen);
      const after = patch.text ?? text;
      if (patch.text !== undefined) patched++;
      expect(errorsOf(after)).toEqual([]);
      expect(isSubsequence(text, after)).toBe(true);
      expect(after.startsWith(mark + (lines[0] ?? ""))).toBe(true);
      expect(after.replaceAll("\r\n", "").includes(newline === "\n" ? "\r" : "\n")).toBe(false);
      const again = await patchSpawnSites(after, request, [
        ...patch.patched.map(({ line, descriptor }) => ({ line, descriptor })),
      ]);
      expect(again.text).toBeUndefined();
    }),
    { numRuns: 150, seed: 7 },
  );
  expect(patched).toBeGreaterThan(50);
}, 120_000);

function errorsOf(text: string): readonly ts.Diagnostic[] {
  const source = ts.createSourceFile("index.js", text, ts.ScriptTarget.Latest, true);
  return (source as ts.SourceFile & { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
}

function isSubsequence(before: string, after: string): boolean {
  let at = 0;
  for (const character of before) {
    const found = after.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}
