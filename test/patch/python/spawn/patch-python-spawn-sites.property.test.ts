import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { patchPythonSpawnSites } from "../../../../generators/patch/python/spawn/patch-python-spawn-sites.js";
import { standard } from "../../../../generators/standard.js";
import { python } from "../../../../scripts/prepare-python.js";

const comment = fc.constantFrom("", "", "  # its é own", "  # 😀, (");
const header = fc.subarray([
  "#!/usr/bin/env python3",
  "# -*- coding: utf-8 -*-",
  "# Licence é",
  '"""Doc."""',
  "",
]);
const future = fc.constantFrom("", "from __future__ import annotations");
const code = fc.constantFrom(
  'S = """\nPopen(["python"])\n"""',
  "X = [1, 2]",
  "class K:\n    pass",
  "",
  "def g():\n    pass",
);

// `§` is a gap that people fill as they like: nothing, or a newline and an indent, with a comment ahead of it.
const call = fc
  .record({
    head: fc.constantFrom(
      'Popen(§["python", "own.py"]',
      "sp.run(§[sys.executable,§'own.py',§*X]",
      "subprocess.check_call(§args=['node', 'own.js']",
    ),
    options: fc.constantFrom(
      "",
      ',§cwd="."§',
      ",§cwd='.',§text=True",
      ",§env={}",
      ",§env={§'PORT': '1'§}",
      ',§env={§**os.environ,§"PORT": "1",§}',
      ",§env=dict(§os.environ,§PORT='1')",
      ",§env=os.environ",
      ",§env=ENV",
    ),
    trailing: fc.constantFrom("", ","),
    gap: fc.constantFrom("", "", "\n    ", "  # why, (é\n        ", "\n\t"),
    comment,
    wrap: fc.constantFrom(
      "@",
      "child = @",
      "def f():\n    return @",
      "with @ as p:\n    pass",
      "print((@).args)",
    ),
  })
  .map(
    ({ head, options, trailing, gap, comment, wrap }) =>
      wrap.replace("@", () => `${head}${options}${trailing}§)`.replaceAll("§", gap)) + comment,
  );

const file = fc.record({
  mark: fc.constantFrom("", "\uFEFF"),
  newline: fc.constantFrom("\n", "\r\n"),
  header,
  future,
  imports: fc.constantFrom(
    ["import os, subprocess, sys", "import subprocess as sp", "from subprocess import Popen"],
    [
      "import subprocess as sp; import os, sys, subprocess  # é",
      "from subprocess import (",
      "    Popen,",
      ")",
    ],
    [
      "import os",
      "import sys",
      "import subprocess",
      "sp = subprocess",
      "from subprocess import Popen",
      "from app_logging import logger  # é",
    ],
    [
      "import os",
      "import sys",
      "import subprocess",
      "sp = subprocess",
      "Popen = sp.Popen",
      "child_env = watch_child = None",
    ],
  ),
  env: fc.constantFrom(
    "ENV = os.environ.copy()",
    "ENV = {**os.environ}  # é",
    "ENV = os.environ | {}",
    "ENV = {}",
  ),
  parts: fc.array(fc.oneof(code, call, call), { minLength: 1, maxLength: 5 }),
  watch: fc.boolean(),
  end: fc.constantFrom("", "\n"),
});

it("no byte goes but those of an environment, Python compiles what comes of it, and a second run changes nothing", async () => {
  const results: string[] = [];
  await fc.assert(
    fc.asyncProperty(
      file,
      async ({ mark, newline, header, future, imports, env, parts, watch, end }) => {
        const lines = [...header, future, ...imports, "X = []", env, ...parts];
        const text = mark + (lines.join("\n") + end).replaceAll("\n", newline);
        const request = {
          root: "/nowhere",
          file: "index.py",
          dir: "app_logging",
          variables: standard.variables,
          searchPaths: [""],
        };
        const chosen = Array.from({ length: text.split(newline).length }, (_, index) => {
          return { line: index + 1, descriptor: "X", watch };
        });
        const patch = await patchPythonSpawnSites(text, request, chosen);
        const broken = patch.refused.filter(({ reason }) => reason.startsWith("would be broken"));
        expect(broken).toEqual([]);
        if (patch.text === undefined) return;
        const after = patch.text;
        results.push(after);
        expect(isSubsequence(withoutEnvironments(text), after)).toBe(true);
        expect(after.startsWith(mark + (lines[0] ?? ""))).toBe(true);
        expect(after.replaceAll("\r\n", "").includes(newline === "\n" ? "\r" : "\n")).toBe(false);
        const again = await patchPythonSpawnSites(
          after,
          request,
          patch.patched.map(({ line, descriptor }) => ({ line, descriptor, watch })),
        );
        expect(again.text).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
  expect(results.length).toBeGreaterThan(150);
  const program =
    "import json, sys\nfor text in json.load(sys.stdin):\n    compile(text.encode(), 'x', 'exec')";
  const { stderr } = spawnSync(python, ["-c", program], {
    input: JSON.stringify(results),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
}, 120_000);

// What is replaced: the expressions that mean this process's own environment.
function withoutEnvironments(text: string): string {
  return text.replace(/os\.environ(?:\.copy\(\))?/g, "");
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
