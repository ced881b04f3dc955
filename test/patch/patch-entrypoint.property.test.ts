import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { EntrypointRequest } from "../../generators/patch/patch.js";
import { patchEntrypoint } from "../../generators/patch/patch-entrypoint.js";

const base = {
  dir: "src/logging",
  setup: "setup",
  specifierExtension: "",
  moduleKind: "commonjs",
} satisfies Partial<EntrypointRequest>;

const unicode = fc.stringMatching(/^[ a-zäß€𝒳Ж.,!-]{0,12}$/u);
const blank = fc.constantFrom("", "", "   ", "\t");
const comment = fc.oneof(
  unicode.map((words) => `// ${words}`),
  unicode.map((words) => `/* ${words} */`),
  fc.constantFrom("// eslint-disable-next-line", "/* eslint-disable */", "/** Copyright é */"),
);
const header = fc.array(fc.oneof(comment, blank), { maxLength: 4 });
const directives = fc.subarray(["'use strict';", '"use strict"', "/* first */ 'use asm';"]);
// Whatever loads one of the service's own modules names `./own`.
const imports = [
  "import './own-1';",
  'import { a } from "./own-2"',
  "import b, * as c from './own-3' // it's ours",
  "export * from './own-4';",
  "import 'package'; import './own-5';",
  "  import d from './own-6';",
];
const requires = [
  "require('./own-1');",
  "const a = require('./own-2')",
  "var b = require('x'), c = require('./own-3'); // it's ours",
  "module.exports = require('./own-4');",
  "require('package'); require('./own-5');",
  ";(() => require('./own-6'))()",
];
const firstImports = [
  "import 'reflect-metadata';",
  'import "dotenv/config"; // env',
  "import './instrument'",
];
const firstRequires = [
  "require('newrelic')",
  "require('dotenv').config(); // env",
  "if (1) { require('dotenv').config() }",
];
const code = [
  "function f() {\n  return `\n`;\n}",
  "class K {}",
  "const s = 'é 😀';",
  "[1].forEach(String);",
  "if (typeof f === 'function') { console.log('x'); }",
  "(async () => {})();",
  "`t`;",
];

interface Entry {
  text: string;
  request: EntrypointRequest;
}

function entries(form: "import" | "require"): fc.Arbitrary<Entry> {
  const [first, own] = form === "import" ? [firstImports, imports] : [firstRequires, requires];
  const pieces = fc.array(
    fc.oneof(fc.constantFrom(...own), comment, blank, fc.constantFrom(...code)),
    {
      maxLength: 7,
    },
  );
  return fc
    .record({
      mark: fc.constantFrom("", "\uFEFF"),
      shebang: fc.constantFrom([], ["#!/usr/bin/env node"]),
      header,
      directives,
      title: header,
      first: fc.subarray(first),
      pieces,
      newline: fc.constantFrom("\n", "\r\n"),
      isEnded: fc.boolean(),
      envFile: fc.boolean(),
      keepFirst: fc.boolean(),
    })
    .map((parts) => {
      const lines = [
        parts.shebang,
        parts.header,
        parts.directives,
        parts.title,
        parts.first,
        parts.pieces,
      ].flat();
      const text = lines.join("\n") + (parts.isEnded ? "\n" : "");
      const { envFile, keepFirst } = parts;
      const file = form === "import" ? "src/index.ts" : "src/index.js";
      return {
        text: parts.mark + text.replaceAll("\n", parts.newline),
        request: { ...base, file, envFile, keepFirst },
      };
    });
}

const settings = { numRuns: Number(process.env["RUNS"] ?? 400) };

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

/** A stretch with each import as `+`, and without the comment and the white space that may come with it. */
function summarize(inserted: string): string {
  return inserted
    .replace(
      /(?:import |require\()["']\.\/(?:src\/)?logging\/(?:env-file|setup)(?:\.js)?["']\)?;?/g,
      "+",
    )
    .replace("// create-logging: keep first", "")
    .replace(/\s/g, "");
}

function syntaxErrors(text: string, file: string): number {
  const kind = file.endsWith(".js") ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(
    file,
    text.replace(/^\uFEFF/, ""),
    ts.ScriptTarget.Latest,
    true,
    kind,
  );
  return (tree as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length;
}

describe.each(["import", "require"] as const)("any entrypoint that has %ss", (form) => {
  it("keeps every character, stays valid, and gets nothing else than the imports", async () => {
    await fc.assert(
      fc.asyncProperty(entries(form), async ({ text, request }) => {
        const result = await patchEntrypoint(text, request);
        if (!result.patched) {
          expect(result.already).toBe(false);
          expect(syntaxErrors(text, request.file)).toBeGreaterThan(0);
          return;
        }
        const inserted = insertedInto(text, result.text).map(summarize);
        expect(inserted).toContain(request.envFile ? "++" : "+");
        expect(syntaxErrors(result.text, request.file)).toBe(0);
      }),
      settings,
    );
  });

  it("is patched once: the second run finds it done", async () => {
    await fc.assert(
      fc.asyncProperty(entries(form), async ({ text, request }) => {
        const first = await patchEntrypoint(text, request);
        if (!first.patched) return;
        expect(await patchEntrypoint(first.text, request)).toEqual({
          patched: false,
          already: true,
          notes: [],
        });
      }),
      settings,
    );
  });

  it("loads setup ahead of its own modules, after env-file and the directives, with its newlines", async () => {
    await fc.assert(
      fc.asyncProperty(entries(form), async ({ text, request }) => {
        const result = await patchEntrypoint(text, request);
        if (!result.patched) return;
        const setup = result.text.indexOf("./logging/setup");
        const own = result.text.indexOf("./own-");
        if (own !== -1) expect(setup).toBeLessThan(own);
        if (request.envFile) expect(result.text.indexOf("./logging/env-file")).toBeLessThan(setup);
        const tree = ts.createSourceFile(
          request.file,
          result.text.replace(/^\uFEFF/, ""),
          99,
          true,
        );
        const before = ts.createSourceFile(request.file, text.replace(/^\uFEFF/, ""), 99, true);
        expect(countDirectives(tree)).toBe(countDirectives(before));
        if (text.includes("\r\n")) expect(result.text).not.toMatch(/[^\r]\n/);
        else expect(result.text).not.toContain("\r");
      }),
      settings,
    );
  });
});

function countDirectives({ statements }: ts.SourceFile): number {
  const end = statements.findIndex(
    (node) => !ts.isExpressionStatement(node) || !ts.isStringLiteral(node.expression),
  );
  return end === -1 ? statements.length : end;
}

it("any text at all is either patched into a valid file or refused, and never throws", async () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(
      texts,
      fc.constantFrom("a.ts", "a.js", "a.mjs", "a.cts", "a.tsx"),
      async (text, file) => {
        const request = { ...base, file, envFile: true, keepFirst: false };
        const result = await patchEntrypoint(text, request);
        if (!result.patched) return;
        expect(insertedInto(text, result.text).map(summarize)).toContain("++");
        expect((await patchEntrypoint(result.text, request)).patched).toBe(false);
      },
    ),
    settings,
  );
});
