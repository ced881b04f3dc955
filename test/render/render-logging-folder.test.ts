/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expected code has them. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import { RefusedError } from "../../generators/errors.js";
import { renderLoggingFolder } from "../../generators/render/render-logging-folder.js";
import { standard } from "../../generators/standard.js";
import { buildFlavours } from "../../scripts/build-flavours.js";
import { dataFor, packageKinds, plainAnswers } from "../helpers/render-answers.js";

const ofOwnership = [
  "abandoned",
  "claim",
  "claim-notes",
  "ended-runs",
  "list-claims",
  "owner",
  "ownership",
  "release",
  "slot-name",
  "take-slot",
].map((name) => `${name}.ts`);

const ofThreads = ["shared-file.ts", "shared-memory.ts", "threads.ts"];
const ofDiagnose = [
  "captured",
  "diagnose",
  "full-heap",
  "list-reports",
  "list-variables",
  "pause-limit",
  "read-pause",
].map((name) => `${name}.ts`);

const templates: Record<string, string> = {
  "index.ts": 'export { logger } from "./logger.js";\n',
  "logger.ts":
    'import { name } from "./settings.js";\n\nexport const logger: { name: string } = { name };\n',
  "settings.ts":
    '// %+ it.formatImport\n\n// %= it.name\nexport const name = "APP";\n\nexport const variables = {\n  // %= it.standard.variables.name\n  name: "NAME_APP",\n};\n\nexport const formats = {\n  // %~ it.formats.file\n  file: { second: () => "", head: () => "", rest: () => "" },\n};\n',
  "extra.ts": "export const extraText = 1;\n",
  "source-maps.ts": "export const a = 1;\n",
  "capture-console.ts": "export const a = 1;\n",
  ...Object.fromEntries(
    [...ofOwnership, ...ofThreads, ...ofDiagnose].map((name) => [name, "export const a = 1;\n"]),
  ),
  "setup-child.ts": 'import "./logger.js";\n',
  "README.md": "# <%= it.name %>\n",
};

interface Settings {
  name: string;
  variables: object;
  formats: {
    file: {
      head(r: object, t: object, second: string): string;
      rest(r: object, t: object): string;
    };
  };
}

let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "render-"));
  await mkdir(path.join(root, "from"));
  for (const [name, text] of Object.entries(templates)) {
    await writeFile(path.join(root, "from", name), text);
  }
  await buildFlavours(path.join(root, "from"), path.join(root, "to"));
});

afterAll(() => rm(root, { recursive: true }));

function render(kind: keyof typeof packageKinds, answers: Partial<Answers> = {}) {
  return renderLoggingFolder(
    { ...plainAnswers, ...answers },
    packageKinds[kind],
    path.join(root, "to"),
  );
}

async function renderText(kind: keyof typeof packageKinds, file: string): Promise<string> {
  return (await render(kind)).find(({ path }) => path === `src/logging/${file}`)?.text ?? "";
}

describe("files", () => {
  test("those of a feature, of children, of {extra} are there only with it", async () => {
    const names = async (answers: Partial<Answers>) =>
      (await render("ts ./x.js", answers)).map((file) => file.path.replace("src/logging/", ""));
    const always = ["README.md", "index.ts", "logger.ts", "settings.ts"];
    const child = { descriptor: "WORKER", name: "worker" };
    const formats = { terminal: "{message}", file: "{extra[a]} {message}" };
    const off = {
      sourceMaps: false,
      ownership: false,
      threads: false,
      diagnose: false,
      captureConsole: false,
    };
    expect(await names({ features: off })).toEqual(always);
    expect(
      await names({
        features: {
          sourceMaps: true,
          ownership: true,
          threads: true,
          diagnose: true,
          captureConsole: true,
        },
        children: [child],
        standard: { ...standard, formats },
      }),
    ).toEqual(
      [
        ...always,
        ...ofOwnership,
        ...ofThreads,
        ...ofDiagnose,
        "capture-console.ts",
        "extra.ts",
        "setup-child.ts",
        "source-maps.ts",
      ].sort(),
    );
  });

  test("lie in the folder that was answered", async () => {
    expect(
      (await render("ts ./x.js", { dir: "lib/log" })).map((file) => path.dirname(file.path)),
    ).toEqual(Array(5 + ofOwnership.length + ofThreads.length + ofDiagnose.length).fill("lib/log"));
  });

  test.each([
    ["ts ./x", "index.ts", 'export { logger } from "./logger";\n'],
    ["ts ./x.js", "index.ts", 'export { logger } from "./logger.js";\n'],
    ["ts ./x.ts", "index.ts", 'export { logger } from "./logger.ts";\n'],
    ["ts commonjs", "index.ts", 'export { logger } from "./logger";\n'],
    ["esm .js", "index.js", 'export { logger } from "./logger.js";\n'],
    ["esm .mjs", "index.mjs", 'export { logger } from "./logger.mjs";\n'],
    [
      "commonjs .js",
      "index.js",
      '"use strict";\n\nconst { logger } = require("./logger");\n\nmodule.exports = { logger };\n',
    ],
    [
      "commonjs .cjs",
      "index.cjs",
      '"use strict";\n\nconst { logger } = require("./logger.cjs");\n\nmodule.exports = { logger };\n',
    ],
  ] as const)(
    "a package of kind '%s' gets %s with the imports it needs",
    async (kind, file, text) => {
      expect(await renderText(kind, file)).toBe(text);
    },
  );
});

describe("values", () => {
  test("a bad format and a bad file mode are refused", async () => {
    const formats = { terminal: "{message}", file: "{mesage}" };
    await expect(render("esm .js", { standard: { ...standard, formats } })).rejects.toThrow(
      RefusedError,
    );
    const defaults = { ...standard.defaults, fileMode: "rw" };
    await expect(render("esm .js", { standard: { ...standard, defaults } })).rejects.toThrow(
      new RefusedError(
        "The file mode 'rw' is not three octal digits. Write it as '0640' in create-logging.json.",
      ),
    );
  });

  test("where Node's own variable tells the environment, Node's own word for testing is known", () => {
    const variables = { ...standard.variables, environment: "NODE_ENV" };
    expect(dataFor({ standard: { ...standard, variables } }).environmentAliases).toEqual({
      test: "testing",
    });
    expect(dataFor().environmentAliases).toEqual({});
  });

  test("hostile ones are the same values in the code, which always parses", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        '"; process.exit() //',
        "`${1}`",
        "// % if (x) {",
        "\u2028",
        '"./logger.js"',
        "</script>",
        "*/",
        "it.name",
      ),
    );
    const inFormat = hostile.map(
      (text) =>
        `x${text.replace(/[{}]/g, "$&$&").replace(/[\n\r\v\f\u0085\u2028\u2029<]/g, "")}{message}`,
    );
    const kinds = fc.constantFrom<(keyof typeof packageKinds)[]>(
      "ts ./x",
      "esm .mjs",
      "commonjs .cjs",
    );
    await fc.assert(
      fc.asyncProperty(kinds, hostile, hostile, inFormat, async (kind, name, variable, format) => {
        const files = await render(kind, {
          name,
          standard: {
            ...standard,
            variables: { ...standard.variables, name: variable },
            formats: { terminal: format, file: format },
          },
        });
        const settings = files.find((file) => file.path.includes("/settings."))?.text ?? "";
        const { outputText, diagnostics } = ts.transpileModule(settings, {
          reportDiagnostics: true,
          compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
        });
        expect(diagnostics).toEqual([]);
        const module = { exports: {} as Settings };
        new Function("module", "exports", "require", outputText)(
          module,
          module.exports,
          () => ({}),
        );
        expect(module.exports.name).toBe(name);
        expect(module.exports.variables).toEqual({ name: variable });
        const { head, rest } = module.exports.formats.file;
        const line = head({ message: "M" }, {}, "") + rest({ message: "M" }, {});
        expect(line).toBe(format.replace("{message}", "M").replace(/([{}])\1/g, "$1"));
      }),
      { numRuns: 150 },
    );
  });
});
