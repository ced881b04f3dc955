import { expect, test } from "vitest";
import type { EntrypointRequest } from "../../generators/patch/patch.js";
import { patchEntrypoint } from "../../generators/patch/patch-entrypoint.js";

const request: EntrypointRequest = {
  file: "src/index.ts",
  dir: "src/logging",
  setup: "setup",
  envFile: false,
  specifierExtension: ".js",
  moduleKind: "esm",
  keepFirst: false,
};
const own = 'import "./logging/setup.js";';
const ours = (line: string) => line === own || line === own.replaceAll('"', "'");

async function patch(text: string, more: Partial<EntrypointRequest> = {}): Promise<string> {
  const result = await patchEntrypoint(text, { ...request, ...more }, ours);
  return "text" in result ? result.text : text;
}

test.each([
  [
    "a sorter moved it down",
    `import a from "./a.js";\nimport b from "b";\n${own}\n\na(b);\n`,
    `${own}\nimport a from "./a.js";\nimport b from "b";\n\na(b);\n`,
  ],
  [
    "behind a BOM, in CRLF",
    `\uFEFFimport a from "./a.js";\r\n${own}\r\na();\r\n`,
    `\uFEFF${own}\r\nimport a from "./a.js";\r\na();\r\n`,
  ],
  [
    "it goes behind what loads the env file, as it would have",
    `import "dotenv/config";\nimport a from "./a.js";\n${own}\na();\n`,
    `import "dotenv/config";\n${own}\nimport a from "./a.js";\na();\n`,
  ],
])("a line of ours that something came ahead of is brought back: %s", async (_, before, after) => {
  expect(await patch(before)).toBe(after);
  expect(await patch(after)).toBe(after);
});

test("its comment moves with it", async () => {
  const comment = "// create-logging: keep first";
  const before = `import a from "./a.js";\n${comment}\n${own}\n\na();\n`;
  const after = await patch(before, { keepFirst: true });
  expect(after.startsWith(`${comment}\n${own}\n\nimport a`)).toBe(true);
  expect(after.match(/keep first/g)).toHaveLength(1);
});

test.each([
  [
    "with a comment of its owner's",
    `import a from "./a.js";\n${own} // after a, on purpose\na();\n`,
  ],
  ["with a statement beside it", `import a from "./a.js";\n${own} a();\n`],
  ["written by hand", `import a from "./a.js";\nimport "./logging/setup";\na();\n`],
])("a line that is not as we wrote it stays where it is, and is told of: %s", async (_, text) => {
  const result = await patchEntrypoint(text, request, ours);
  expect(result).toMatchObject({ patched: false, already: true });
  expect("notes" in result && result.notes[0]?.text).toMatch(/comes after line 1/);
});
