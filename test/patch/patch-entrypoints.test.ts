import { symlinkSync, unlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Answers } from "../../generators/answers/answers.js";
import type { EntrypointPatches } from "../../generators/patch/patch.js";
import { patchEntrypoints } from "../../generators/patch/patch-entrypoints.js";
import type { Target } from "../../generators/target/target.js";
import { makePackage, type TestPackage } from "../helpers/patch-package.js";
import { makeAnswers, makeTarget } from "../helpers/patch-target.js";

let open: TestPackage | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

type Content = Record<string, string | Uint8Array>;

async function patch(
  files: Content,
  answers: Partial<Answers> = {},
  changes: Partial<Target> = {},
): Promise<EntrypointPatches> {
  open ??= makePackage({});
  open.write(files);
  return patchEntrypoints(makeTarget(open.root, changes), makeAnswers(answers));
}

function apply(result: EntrypointPatches): void {
  for (const { path: file, after } of result.patches) open?.write({ [file]: after });
  if (result.envFile) open?.write({ [result.envFile.path]: result.envFile.text });
}

const textsOf = ({ patches }: EntrypointPatches, encoding: BufferEncoding = "utf8") =>
  Object.fromEntries(
    patches.map((patch) => [patch.path, Buffer.from(patch.after).toString(encoding)]),
  );

describe("bytes", () => {
  it("of a file that is not UTF-8 come back as they were", async () => {
    const before = Buffer.from('import "./a"; // caf\u00e9\n', "latin1");
    const result = await patch({ "src/index.ts": before });
    expect(textsOf(result, "latin1")).toEqual({
      "src/index.ts": 'import "./logging/setup"; import "./a"; // caf\u00e9\n'.replace("; ", ";\n"),
    });
    expect(Buffer.from(result.patches[0]?.before ?? [])).toEqual(before);
  });

  it("that could not be written in the file's encoding are refused", async () => {
    const before = Buffer.from('import "./a"; // caf\u00e9\n', "latin1");
    const result = await patch({ "src/index.ts": before }, { dir: "src/журнал" });
    expect(result.patches).toEqual([]);
    expect(result.refused).toEqual([
      { path: "src/index.ts", reason: expect.stringContaining("is not UTF-8") },
    ]);
  });

  it("of UTF-16 are refused by that name", async () => {
    const result = await patch({ "src/index.ts": Buffer.from('\uFEFFimport "./a";\n', "utf16le") });
    expect(result.refused).toEqual([
      { path: "src/index.ts", reason: "is UTF-16; save it as UTF-8" },
    ]);
  });
});

describe("an entrypoint is refused, and the others are patched", () => {
  it.each<[string, Content, string, Partial<Target>, string, number?]>([
    ["is missing", {}, "src/gone.ts", {}, "does not exist"],
    [
      "doesn't parse",
      { "src/a.ts": "import './b';\nlet = ;\n" },
      "src/a.ts",
      {},
      "does not parse: ",
      2,
    ],
    [
      "is compiled",
      { "dist/a.js": "" },
      "dist/a.js",
      {
        tsconfig: {
          file: "tsconfig.json",
          outDir: "dist",
          verbatimModuleSyntax: false,
          writesTsExtensions: false,
          hasNodeTypes: true,
        },
      },
      "is compiled output",
    ],
    [
      "is plain JavaScript in front of TypeScript",
      { "bin/a.js": "require('x').run();\nstart();\n" },
      "bin/a.js",
      {},
      "is JavaScript that no compiler sees",
    ],
  ])("when it %s", async (_, files, entry, changes, reason, line) => {
    const sources = { ...files, "src/index.ts": 'import "./b";\n' };
    const result = await patch(sources, { entries: [entry, "src/index.ts"] }, changes);
    expect(result.refused).toEqual([
      { path: entry, reason: expect.stringContaining(reason), ...(line ? { line } : {}) },
    ]);
    expect(textsOf(result)).toEqual({
      "src/index.ts": 'import "./logging/setup";\nimport "./b";\n',
    });
  });

  it("unless a runner makes its JavaScript see TypeScript", async () => {
    const startCommands = [
      {
        source: "package.json scripts.start",
        command: "tsx server.js",
        entries: ["server.js"],
        loadsEnv: false,
        stage: "production" as const,
      },
    ];
    const result = await patch(
      { "server.js": "import './src/app';\n" },
      { entries: ["server.js"] },
      { startCommands },
    );
    expect(textsOf(result)).toEqual({
      "server.js": "import './src/logging/setup';\nimport './src/app';\n",
    });
  });
});

describe("links", () => {
  it("lead to the file that is patched, with specifiers from its own place", async () => {
    await patch({ "src/app/real.ts": 'import "../b";\n' }, { entries: [] });
    symlinkSync("src/app/real.ts", path.join(open?.root ?? "", "start.ts"));
    const result = await patch({}, { entries: ["start.ts"] });
    expect(textsOf(result)).toEqual({
      "src/app/real.ts": 'import "../logging/setup";\nimport "../b";\n',
    });
    expect(result.notes).toEqual([
      { file: "start.ts", text: "It is a link: 'src/app/real.ts' is patched." },
    ]);
  });

  it("out of the package are refused", async () => {
    await patch({}, { entries: [] });
    const link = path.join(open?.root ?? "", "start.ts");
    symlinkSync(import.meta.filename, link);
    const result = await patch({}, { entries: ["start.ts"] });
    unlinkSync(link);
    expect(result.patches).toEqual([]);
    expect(result.refused).toEqual([
      { path: "start.ts", reason: expect.stringContaining("outside of this package") },
    ]);
  });
});

describe("several entrypoints", () => {
  const files = {
    "src/index.ts": 'import "./env";\nimport "./server";\n',
    "src/worker.ts": 'import "dotenv/config";\nimport "./work";\n',
    "src/cron.ts": 'import "./cron-env";\nimport "./work";\n',
    "src/env.ts": 'import { config } from "dotenv";\nconfig();\n',
    "src/cron-env.ts":
      'import "./env";\nimport { config } from "dotenv";\nconfig({ path: ".env.cron" });\n',
  };
  const answers = {
    entries: ["src/index.ts", "src/cron.ts", "src/worker.ts"],
    children: [
      { descriptor: "WORK", name: "Worker", entry: "src/worker.ts" },
      { descriptor: "ELSEWHERE", name: "Elsewhere" },
    ],
  };

  it("share one env file that repeats each call once, and a child's gets setup-child (ENV-7)", async () => {
    const result = await patch(files, answers);
    expect(textsOf(result)).toEqual({
      "src/index.ts": `import "./logging/env-file";\nimport "./logging/setup";\n${files["src/index.ts"]}`,
      "src/cron.ts": `import "./logging/env-file";\nimport "./logging/setup";\n${files["src/cron.ts"]}`,
      "src/worker.ts":
        'import "dotenv/config";\nimport "./logging/setup-child";\nimport "./work";\n',
    });
    expect(result.envFile?.text.split("\n").slice(2)).toEqual([
      'import { config } from "dotenv";',
      "",
      "config({ quiet: true });",
      'config({ path: ".env.cron", quiet: true });',
      "",
    ]);
    expect(result.envFilesLoaded).toEqual([".env", ".env.cron"]);
  });
});

describe("the env file stays while an entrypoint imports it", () => {
  it.each([
    ["the service's own call is gone", 'import "./app";\n'],
    ["the call is there", 'import { config } from "dotenv";\nconfig();\nimport "./app";\n'],
  ])("when %s", async (_, own) => {
    const text = 'import { config } from "dotenv";\nimport "./app";\nconfig();\n';
    const first = await patch({ "src/index.ts": text });
    apply(first);
    const second = await patch({
      "src/index.ts": `import "./logging/env-file";\nimport "./logging/setup";\n${own}`,
    });
    expect(second.patches).toEqual([]);
    expect(second.envFile).toEqual(first.envFile);
  });

  it("when somebody edited it: it is made from what the service does", async () => {
    const text = 'import { config } from "dotenv";\nimport "./app";\nconfig();\n';
    const first = await patch({ "src/index.ts": text });
    apply(first);
    const edited = `${first.envFile?.text}config({ path: ".env.mine" });\n`;
    const second = await patch({ "src/logging/env-file.ts": edited });
    expect(second.envFile).toEqual(first.envFile);
  });

  it("when another entrypoint has calls of its own: both are in it", async () => {
    const statement = "if (process.env.A) process.loadEnvFile('.env.local');";
    apply(await patch({ "src/index.ts": `import "./app";\n${statement}\n` }));
    const result = await patch(
      {
        "src/index.ts":
          'import "./logging/env-file";\nimport "./logging/setup";\nimport "./app";\n',
        "src/cron.ts": 'import "./app";\nprocess.loadEnvFile(".env.cron");\n',
      },
      { entries: ["src/index.ts", "src/cron.ts"] },
    );
    expect(result.envFile?.text.split("\n").slice(4)).toEqual([
      'if (existsSync(".env.cron")) process.loadEnvFile(".env.cron");',
      'if (process.env["A"]) if (existsSync(".env.local")) process.loadEnvFile(".env.local");',
      "",
    ]);
  });

  it.each([
    "process.loadEnvFile('.env.local');",
    "if (process.env.A) process.loadEnvFile('.env.local');",
  ])("when what it repeats is %s", async (statement) => {
    const first = await patch({ "src/index.ts": `import "./app";\n${statement}\n` });
    apply(first);
    const second = await patch({
      "src/index.ts": 'import "./logging/env-file";\nimport "./logging/setup";\nimport "./app";\n',
    });
    expect(second.envFile).toEqual(first.envFile);
  });
});

describe("what is said about the environment", () => {
  it("names an env file that is loaded after the guard, and only there", async () => {
    const result = await patch({
      "src/index.ts": 'import "dotenv/config";\nimport "./more";\n',
      "src/more.ts":
        'import { config } from "dotenv";\nconfig({ path: ".env.more" });\nconfig();\n',
    });
    expect(result.envFile).toBeUndefined();
    expect(result.notes).toEqual([
      { file: "src/more.ts", line: 2, text: expect.stringContaining("'.env.more'") },
    ]);
  });

  it("warns of an override wherever it is, once", async () => {
    const text = "require('dotenv').config({ override: true });\nrequire('./app');\n";
    const result = await patch(
      { "a.js": text, "b.js": "require('./a');\n" },
      { dir: "logging", entries: ["a.js", "b.js"] },
      { language: "javascript" },
    );
    expect(result.notes).toEqual([
      { file: "a.js", line: 1, text: expect.stringContaining("`override: true`") },
    ]);
  });

  it("warns of a require that loads ES modules", async () => {
    const result = await patch(
      { "index.cjs": "const x = require('./x.cjs');\n" },
      { dir: "logging", entries: ["index.cjs"] },
      {
        language: "javascript",
        moduleKind: "esm",
        packageJson: { type: "module", dependencies: [] },
      },
    );
    expect(textsOf(result)).toEqual({
      "index.cjs": "require('./logging/setup.js');\nconst x = require('./x.cjs');\n",
    });
    expect(result.notes).toEqual([{ file: "index.cjs", text: expect.stringContaining("20.19") }]);
  });

  it("lists the files that start commands load (N5)", async () => {
    const start = (command: string) => ({
      source: "",
      command,
      entries: ["src/index.ts"],
      loadsEnv: true,
      stage: "production" as const,
    });
    const result = await patch(
      { "src/index.ts": 'import "./b";\n' },
      {},
      {
        startCommands: [
          start("node --env-file=.env --env-file ./config/.env.local dist/index.js"),
          start("env-cmd -f .env.prod node dist/index.js"),
          start("dotenv -e .env.cli -- node dist/index.js"),
          start("node --env-file=/etc/service.env --env-file-if-exists=../.env dist/index.js"),
        ],
      },
    );
    expect(result.envFilesLoaded).toEqual([".env", "config/.env.local", ".env.prod", ".env.cli"]);
  });
});

it("a graph with cycles, missing modules, folders and broken files is followed as far as it goes", async () => {
  const result = await patch({
    "src/index.ts":
      'import "./a";\nimport "./missing";\nimport "./broken";\nimport "../../outside";\n',
    "src/a.ts": 'import "./index";\nimport "./b";\nimport type { T } from "./types";\n',
    "src/b/index.ts": 'export * from "../c.js";\nimport data from "../../package.json";\n',
    "src/c.ts": 'export const load = async () => (await import("./d")).x;\n',
    "src/d.mts": 'import { config } from "dotenv";\nconfig({ path: ".env.wrong" });\n',
    "src/d.ts": 'import { config } from "dotenv";\nexport const x = config({ path: ".env.d" });\n',
    "src/types.ts":
      'import { config } from "dotenv";\nconfig({ path: ".env.types" });\nexport type T = 1;\n',
    "src/broken.ts": "import dotenv from 'dotenv'; dotenv.config(\n",
    "package.json": "{}",
  });
  expect(result.envFilesLoaded).toEqual([".env.d"]);
});

it("an env file whose loading can't be repeated ahead of the guard does not count as loaded", async () => {
  const files = {
    "package.json": '{ "dependencies": { "dotenv": "16" } }',
    "src/index.ts": 'import { load } from "./load";\nload(process.argv[2]);\n',
    "src/load.ts":
      'import dotenv from "dotenv";\nexport function load(path: string) {\n  dotenv.config({ path });\n}\n',
  };
  const late = await patch(files);
  expect([late.envFile, late.envFilesLoaded]).toEqual([undefined, []]);
  const before = files["src/load.ts"];
  const early = await patch({
    ...files,
    "src/load.ts": before.replace("{ path }", '{ path: ".env" }'),
  });
  expect([early.envFile?.path, early.envFilesLoaded]).toEqual([
    "src/logging/env-file.ts",
    [".env"],
  ]);
});
