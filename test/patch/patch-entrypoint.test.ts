import { describe, expect, it } from "vitest";
import type { EntrypointRequest } from "../../generators/patch/patch.js";
import { patchEntrypoint } from "../../generators/patch/patch-entrypoint.js";

const request: EntrypointRequest = {
  file: "src/index.ts",
  dir: "src/logging",
  setup: "setup",
  envFile: false,
  specifierExtension: "",
  moduleKind: "commonjs",
  keepFirst: false,
};

const javascript = { ...request, file: "index.js", dir: "logging" };

async function patched(text: string, changes: Partial<EntrypointRequest> = {}): Promise<string> {
  const result = await patchEntrypoint(text, { ...request, ...changes });
  if (!result.patched) throw new Error(JSON.stringify(result));
  const again = await patchEntrypoint(result.text, { ...request, ...changes });
  expect(again).toEqual({ patched: false, already: true, notes: [] });
  return result.text;
}

describe("every kind of beginning is kept byte for byte (N7, N8)", () => {
  const marks = { "no byte order mark": "", "a byte order mark": "\uFEFF" };
  const newlines = { LF: "\n", CRLF: "\r\n", CR: "\r" };
  const shebangs = { "no shebang": [], "a shebang": ["#!/usr/bin/env node"] };
  const headers = {
    "no header": [],
    "a licence": ["/*!", " * Copyright © 2024 Žofie", " */", ""],
    "lint comments": ["/* eslint-disable */", "// @ts-nocheck"],
  };
  const directives = {
    "no directive": [],
    "a directive": ["'use strict';"],
    "two directives": ["'use strict'", "'use asm'", ""],
  };
  const ends = { "a last newline": true, "no last newline": false };
  const bodies = {
    requires: {
      file: "index.js",
      lines: ["const app = require('./app');", "app('é');"],
      own: "require('./logging/setup');",
    },
    imports: {
      file: "index.mjs",
      lines: ["import app from './app.js';", "app('é');"],
      own: "import './logging/setup.js';",
    },
  };

  const product = Object.entries(marks).flatMap(([markName, mark]) =>
    Object.entries(newlines).flatMap(([newlineName, newline]) =>
      Object.entries(shebangs).flatMap(([shebangName, shebang]) =>
        Object.entries(headers).flatMap(([headerName, header]) =>
          Object.entries(directives).flatMap(([directiveName, directive]) =>
            Object.entries(ends).flatMap(([endName, end]) =>
              Object.entries(bodies).map(([bodyName, body]) => ({
                name: [
                  markName,
                  newlineName,
                  shebangName,
                  headerName,
                  directiveName,
                  endName,
                  bodyName,
                ].join(", "),
                head: [...shebang, ...header, ...directive],
                write: (lines: string[]) => mark + lines.join(newline) + (end ? newline : ""),
                body,
              })),
            ),
          ),
        ),
      ),
    ),
  );

  it.each(product)("$name", async ({ head, write, body }) => {
    const file = body.file;
    const before = write([...head, ...body.lines]);
    const after = await patched(before, { ...javascript, file });
    expect(after).toBe(write([...head, body.own, ...body.lines]));
  });
});

describe("a file is left alone", () => {
  it.each([
    ["is broken", "import a from './a';\n\nif (\n", /does not parse/, 3],
    [
      "has a merge conflict",
      "<<<<<<< ours\nimport './a';\n=======\n>>>>>>> theirs\n",
      /does not parse/,
      1,
    ],
    ["is something else", "PK\u0003\u0004\u0000\u0000", /does not parse/, 1],
  ])("that %s, with the line that says so", async (_, text, reason, line) => {
    expect(await patchEntrypoint(text, request)).toEqual({
      patched: false,
      already: false,
      reason: expect.stringMatching(reason),
      line,
    });
  });

  it.each([
    "import './logging/setup';\nimport './app';\n",
    "import './logging/setup.js';\n",
    "import './logging/setup.ts'\n",
    "import \"dotenv/config\";\nimport '../src/logging/setup';\n",
    "'use strict';\nrequire('./logging/setup');\nrequire('./app');\n",
    "import './logging/env-file';\nimport './logging/setup';\n",
  ])("that has the import, however it is written: %j", async (text) => {
    expect(await patchEntrypoint(text, request)).toEqual({
      patched: false,
      already: true,
      notes: [],
    });
  });

  it("that has it too late, and says which line runs ahead of it", async () => {
    const text = "import express from 'express';\n\nimport './logging/setup';\n";
    expect(await patchEntrypoint(text, request)).toEqual({
      patched: false,
      already: true,
      notes: [{ file: "src/index.ts", line: 3, text: expect.stringContaining("after line 1") }],
    });
  });

  it("unless what it imports is another module of that name, or only a name from ours", async () => {
    const text = "import './other/setup';\nimport { x } from './logging/setup';\n";
    expect(await patched(text)).toBe(`import './logging/setup';\n${text}`);
  });
});

describe("half a pair is completed", () => {
  it("env-file joins setup, ahead of it", async () => {
    const text = "import 'reflect-metadata';\nimport './logging/setup'; // ours\nimport './app';\n";
    expect(await patched(text, { envFile: true })).toBe(
      "import 'reflect-metadata';\nimport './logging/env-file';\nimport './logging/setup'; // ours\nimport './app';\n",
    );
  });

  it("setup joins env-file, after it", async () => {
    const text = "import './logging/env-file';\nimport './app';\n";
    expect(await patched(text, { envFile: true })).toBe(
      "import './logging/env-file';\nimport './logging/setup';\nimport './app';\n",
    );
  });

  it("a child's entrypoint that had the service's setup gets its own in its place (ENV-7)", async () => {
    const text = "import \"./logging/setup\"; // logging/setup\nimport './app';\n";
    expect(await patched(text, { setup: "setup-child" })).toBe(
      "import \"./logging/setup-child\"; // logging/setup\nimport './app';\n",
    );
    expect(await patched(text, { setup: "setup-child", envFile: true })).toBe(
      'import "./logging/env-file";\nimport "./logging/setup-child"; // logging/setup\nimport \'./app\';\n',
    );
  });
});

describe("what is added is valid where it is added", () => {
  it.each([["import './a'; import './b';", "import './logging/setup'; import './b';"]])(
    "two statements on a line: %j",
    async (text) => {
      const withEnv = `import 'dotenv/config'; ${text}`;
      expect(await patched(withEnv)).toBe(
        `import 'dotenv/config'; import './logging/setup'; ${text}`,
      );
    },
  );

  it("a block comment that ends on a later line stays whole", async () => {
    const text = "import 'dotenv/config'; /* why\n it is first */\nimport './b';\n";
    expect(await patched(text)).toBe(
      "import 'dotenv/config'; /* why\n it is first */\nimport './logging/setup';\nimport './b';\n",
    );
  });

  it.each(["(async () => {})()", "[1].map(String)", "`x`.trim()", "/x/.test('x')", "+1"])(
    "a file without semicolons whose first statement is %s",
    async (statement) => {
      const text = `${statement}\nconst a = require('a')\n`;
      expect(await patched(text, javascript)).toBe(`require('./logging/setup');\n\n${text}`);
    },
  );

  it("a folder with quotes and letters of every kind", async () => {
    expect(await patched("import './a';\n", { dir: "src/l'ogging ž" })).toBe(
      "import './l\\'ogging ž/setup';\nimport './a';\n",
    );
  });

  it("an indented file", async () => {
    expect(await patched("  import './a';\n  run();\n")).toBe(
      "import './logging/setup';\n  import './a';\n  run();\n",
    );
  });
});
