import { execFileSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patchEntrypoint } from "../../../generators/patch/python/patch-entrypoint.js";
import { patchPythonEntrypoints } from "../../../generators/patch/python/patch-entrypoints.js";
import { makePackage } from "../../helpers/patch-package.js";
import { makeAnswers } from "../../helpers/patch-target.js";
import { makePythonTarget } from "../../helpers/python-cases.js";

const python = path.join(import.meta.dirname, "../../../.venv/bin/python");

const words = fc.stringMatching(/^[ a-zäß€𝒳Ж.,!'"#\\-]{0,12}$/u);
const blank = fc.constantFrom("", "", "   ", "\t", "\f");
const comment = fc.oneof(
  words.map((text) => `# ${text}`),
  fc.constantFrom("# type: ignore", "    # indented", "\f# page", "# isort: skip_file"),
);
const gap = fc.array(fc.oneof(comment, blank), { maxLength: 3 });
const docstring = fc.constantFrom(
  [],
  ['"""Doc."""'],
  ["'''One\n\ttwo;\n'''  # doc"],
  ['r"raw" \\\n"two"'],
  ['"""Doc."""; x = 1'],
  ["'Doc.';"],
);
const future = fc.constantFrom(
  [],
  ["from __future__ import annotations"],
  ["from __future__ import (\n    annotations,  # why\n)"],
  ["from __future__ import annotations; import os"],
);
const quiet = [
  "import os, sys",
  "from pathlib import Path  # paths",
  "import sys; sys.path.insert(0, 'x')",
  "if True:\n\timport os\n\n\n# below",
  "from dotenv import load_dotenv; load_dotenv()",
  "import dotenv\ndotenv.load_dotenv('.env')  # env",
  "def f():\n\tyield\n\f\n\treturn None",
  "try:\n    import x\nexcept ImportError:\n    x = None",
];
const loud = [
  "import own",
  "from own import (a,\n  b)",
  "print('x')",
  "x = '''\n\n# no comment\n'''",
  "@f\nclass C: pass",
  "for y in range(3): print(y); print(6.)",
  "with (open('a') as f, open('b') as g):\n    pass",
  "if __name__ == '__main__':\n    load_dotenv()",
  "x = \\\n    1; y = 2",
];

interface Entry {
  text: string;
  envFile: boolean;
  keepFirst: boolean;
}

const entries: fc.Arbitrary<Entry> = fc
  .record({
    mark: fc.constantFrom("", "\uFEFF"),
    shebang: fc.constantFrom(
      [],
      ["#!/usr/bin/env python3"],
      ["#!python", "# -*- coding: utf-8 -*-"],
    ),
    header: gap,
    docstring,
    between: gap,
    future,
    rest: fc.array(fc.oneof(fc.constantFrom(...quiet, ...loud), comment, blank), { maxLength: 6 }),
    newline: fc.constantFrom("\n", "\r\n", "\r"),
    isEnded: fc.boolean(),
    envFile: fc.boolean(),
    keepFirst: fc.boolean(),
  })
  .map(({ mark, newline, isEnded, envFile, keepFirst, ...parts }) => {
    const { shebang, header, docstring: doc, between, future: ahead, rest } = parts;
    const lines = [shebang, header, doc, between, ahead, rest].flat();
    const text = lines.join("\n") + (isEnded ? "\n" : "");
    return { text: mark + text.replaceAll("\n", newline), envFile, keepFirst };
  });

const requestOf = ({ envFile, keepFirst }: Entry) => ({
  file: "main.py",
  dir: "app_logging",
  packageName: "app_logging",
  setup: "setup" as const,
  isOwnModule: ({ module }: { module: string }) => module === "own",
  needsPath: false,
  followsEnv: false,
  envFile,
  keepFirst,
});

const settings = { numRuns: Number(process.env["RUNS"] ?? 300) };

/** Every stretch of `after` without which it is `before`; none when more than one stretch differs. */
function insertedInto(before: string, after: string): string[] {
  const length = after.length - before.length;
  const found: string[] = [];
  for (let at = 0; at <= before.length; at++) {
    if (after.slice(at + length) === before.slice(at)) found.push(after.slice(at, at + length));
    if (before[at] !== after[at]) break;
  }
  return found;
}

// With each import as `+`, and without the comments and the white space that come with it.
function summarize(inserted: string): string {
  return inserted
    .replace(/from app_logging import (?:env_file|setup) as _(?:env_file|setup)/g, "+")
    .replace(/ {2}# noqa: F401(?:,E402)?(?: {2}# isort: skip)?/g, "")
    .replace(/[\s;]/g, "");
}

/** Which of the texts Python refuses, all in one process. */
function refusedByPython(texts: string[]): boolean[] {
  const program =
    "import json, sys, warnings\nwarnings.simplefilter('ignore')\nout = []\nfor text in json.load(sys.stdin):\n    try:\n        compile(text.encode('utf-8', 'surrogatepass'), 'x', 'exec')\n        out.append(False)\n    except (SyntaxError, ValueError):\n        out.append(True)\nprint(json.dumps(out))";
  const input = JSON.stringify(texts);
  return JSON.parse(execFileSync(python, ["-c", program], { input }).toString());
}

describe("any Python entrypoint", () => {
  it("keeps every character, gets nothing else than the imports, and is patched once", async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (entry) => {
        const request = requestOf(entry);
        const result = await patchEntrypoint(entry.text, request);
        if (!result.patched) return expect(result.already).toBe(false);
        const inserted = insertedInto(entry.text, result.text);
        expect(inserted.map(summarize)).toContain(entry.envFile ? "++" : "+");
        if (entry.text.includes("\r\n")) expect(result.text).not.toMatch(/[^\r]\n/);
        else if (entry.text.includes("\r")) expect(result.text).not.toContain("\n");
        expect(await patchEntrypoint(result.text, request)).toMatchObject({ already: true });
      }),
      settings,
    );
  });

  it("compiles when it did before, and is never refused then", async () => {
    const texts = fc.sample(entries, { ...settings, seed: fc.readConfigureGlobal()?.seed ?? 1 });
    const wereRefused = refusedByPython(texts.map(({ text }) => text));
    const valid = texts.filter((_, index) => !wereRefused[index]);
    expect(valid.length).toBeGreaterThan(settings.numRuns / 4);
    const results = await Promise.all(
      valid.map(async (entry) => ({
        entry,
        result: await patchEntrypoint(entry.text, requestOf(entry)),
      })),
    );
    const after = results.map(({ entry, result }) => {
      if (!("text" in result))
        throw new Error(`${JSON.stringify(entry.text)}: ${JSON.stringify(result)}`);
      return result.text;
    });
    const areRefused = refusedByPython(after);
    expect(after.filter((_, index) => areRefused[index])).toEqual([]);
  });
});

it("bytes that are no UTF-8 come back as they were", async () => {
  const files = fc.array(fc.integer({ min: 0x80, max: 0xff }), { minLength: 1, maxLength: 8 });
  const open = makePackage({});
  await fc.assert(
    fc.asyncProperty(files, fc.constantFrom("\n", "\r\n"), async (bytes, newline) => {
      const head = Buffer.from(`# -*- coding: latin-1 -*-${newline}"""`, "latin1");
      const tail = Buffer.from(`"""${newline}import os`, "latin1");
      const before = Buffer.concat([head, Buffer.from(bytes), tail]);
      open.write({ "main.py": before });
      const answers = makeAnswers({ dir: "app_logging", entries: ["main.py"] });
      const { patches } = await patchPythonEntrypoints(makePythonTarget(open.root), answers);
      const added = `from app_logging import setup as _setup  # noqa: F401${newline}`;
      const at = before.length - "import os".length;
      const expected = Buffer.concat([
        before.subarray(0, at),
        Buffer.from(added),
        before.subarray(at),
      ]);
      expect(Buffer.from(patches[0]?.after ?? [])).toEqual(expected);
    }),
    { numRuns: 50 },
  );
  open.remove();
});
