import { execFileSync } from "node:child_process";
import path from "node:path";
import ts from "typescript";
import { afterEach, describe, expect, it } from "vitest";
import { patchEntrypoints } from "../../generators/patch/patch-entrypoints.js";
import type { Target } from "../../generators/target/target.js";
import { makePackage, type TestPackage } from "../helpers/patch-package.js";
import { makeAnswers, makeTarget } from "../helpers/patch-target.js";

let open: TestPackage | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

// What a guard would see, and when: it is the first to print.
const guard = 'process.stdout.write("guard sees " + process.env["NAME_APP"] + "\\n");\n';
const app = 'process.stdout.write("app sees " + process.env["NAME_APP"] + "\\n");\n';
const seen = "guard sees FromFile\napp sees FromFile\n";
const environment = { PATH: process.env["PATH"], DOTENV_CONFIG_QUIET: "true" };

async function patchPackage(
  files: Record<string, string>,
  changes: Partial<Target>,
  answers: Parameters<typeof makeAnswers>[0],
): Promise<TestPackage> {
  open = makePackage(files);
  const target = makeTarget(open.root, changes);
  const result = await patchEntrypoints(target, makeAnswers(answers));
  for (const { path: file, after } of result.patches) open.write({ [file]: after });
  if (result.envFile) open.write({ [result.envFile.path]: result.envFile.text });
  return open;
}

function run({ root }: TestPackage, args: string[], cwd = root): string {
  return execFileSync(process.execPath, args, { cwd, env: environment, encoding: "utf8" });
}

// As tsc emits a file that it compiles by itself.
function compile({ root, read, write }: TestPackage, files: string[]): void {
  for (const file of files) {
    const { outputText } = ts.transpileModule(read(file), {
      fileName: path.join(root, file),
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
        target: ts.ScriptTarget.ES2022,
      },
    });
    write({ [file.replace(/^src\//, "dist/").replace(/\.ts$/, ".js")]: outputText });
  }
}

describe("the guard runs ahead of the service's modules, and sees what its env file holds", () => {
  it.each(["tsx", "tsc"])("N2: dotenv.config() between imports, under %s", async (tool) => {
    const files = {
      ".env": "NAME_APP=FromFile\n",
      "package.json": "{}",
      "src/index.ts":
        'import dotenv from "dotenv";\nimport http from "http";\ndotenv.config();\nimport { start } from "./start";\n\nstart(http);\n',
      "src/start.ts": `${app}export function start(_: unknown) {}\n`,
      "src/logging/setup.ts": guard,
    };
    const service = await patchPackage(files, {}, {});
    compile(service, [
      "src/index.ts",
      "src/start.ts",
      "src/logging/setup.ts",
      "src/logging/env-file.ts",
    ]);
    const args = tool === "tsx" ? ["--import=tsx", "src/index.ts"] : ["dist/index.js"];
    expect(run(service, args)).toBe(seen);
  });

  it("N2: dotenv.config() after the imports of an ES module", async () => {
    const files = {
      ".env": "NAME_APP=FromFile\n",
      "package.json": '{ "type": "module" }',
      "index.js":
        'import { config } from "dotenv";\nimport { start } from "./start.js";\n\nconfig();\nstart();\n',
      "start.js": `${app}export function start() {}\n`,
      "logging/setup.js": guard,
    };
    const changes = {
      language: "javascript",
      moduleKind: "esm",
      specifierExtension: ".js",
      sourceRoot: "",
      packageJson: { type: "module", dependencies: ["dotenv"] },
    } satisfies Partial<Target>;
    const service = await patchPackage(files, changes, { dir: "logging", entries: ["index.js"] });
    expect(run(service, ["index.js"])).toBe(seen);
  });

  it("N7: a CommonJS file that loads its env file by itself needs nothing but setup", async () => {
    const files = {
      ".env": "NAME_APP=FromFile\n",
      "package.json": "{}",
      "index.js":
        "'use strict'\nif (process.env.NODE_ENV !== 'production') {\n  require('dotenv').config()\n}\n;(() => require('./start'))()\n",
      "start.js": app,
      "logging/setup.js": guard,
    };
    const service = await patchPackage(
      files,
      { language: "javascript", sourceRoot: "" },
      { dir: "logging", entries: ["index.js"] },
    );
    expect(run(service, ["index.js"])).toBe(seen);
  });
});

describe("N3: a path from __dirname names the same file from the sources and from the build", () => {
  const files = {
    "config/.env": "NAME_APP=FromFile\n",
    "elsewhere/x": "",
    "package.json": "{}",
    "src/index.ts": 'import "./settings/env";\nimport "./start";\n',
    "src/settings/env.ts":
      'import path from "path";\nimport dotenv from "dotenv";\n\nconst root = path.join(__dirname, "..", "..");\ndotenv.config({ path: path.join(root, "config/.env") });\n',
    "src/start.ts": app,
    "src/logging/setup.ts": guard,
  };

  it.each([
    ["src", ["--import=tsx", "../src/index.ts"]],
    ["dist", ["../dist/index.js"]],
  ])("%s, started from another folder", async (_, args) => {
    const service = await patchPackage(files, {}, {});
    compile(
      service,
      Object.keys(files)
        .filter((file) => file.endsWith(".ts"))
        .concat("src/logging/env-file.ts"),
    );
    expect(run(service, args, path.join(service.root, "elsewhere"))).toBe(seen);
  });

  it("N16: and from a bundle", async () => {
    const service = await patchPackage(
      {
        ...files,
        "src/index.ts":
          'import "./start";\nimport path from "path";\nimport dotenv from "dotenv";\ndotenv.config({ path: path.join(__dirname, "../config/.env") });\n',
      },
      { packageJson: { dependencies: ["dotenv", "esbuild"] } },
      {},
    );
    const { buildSync } = await import("esbuild");
    buildSync({
      absWorkingDir: service.root,
      entryPoints: ["src/index.ts"],
      outfile: "dist/index.js",
      bundle: true,
      platform: "node",
    });
    expect(run(service, ["dist/index.js"])).toBe(seen);
    expect(run(service, ["--import=tsx", "src/index.ts"])).toBe(seen);
  });

  it("in an ES module, in a folder whose name a URL would have to escape", async () => {
    const service = await patchPackage(
      {
        "a #b/.env": "NAME_APP=FromFile\n",
        "package.json": '{ "type": "module" }',
        "index.js":
          'import { dirname, resolve } from "node:path";\nimport { fileURLToPath } from "node:url";\nimport dotenv from "dotenv";\nimport "./start.js";\nconst __dirname = dirname(fileURLToPath(import.meta.url));\ndotenv.config({ path: resolve(__dirname, "a #b", ".env") });\n',
        "start.js": app,
        "logging/setup.js": guard,
      },
      {
        language: "javascript",
        moduleKind: "esm",
        specifierExtension: ".js",
        packageJson: { type: "module", dependencies: ["dotenv"] },
      },
      { dir: "logging", entries: ["index.js"] },
    );
    expect(run(service, ["index.js"])).toBe(seen);
  });
});

describe("the env file compiles without a complaint, with the strictest options", () => {
  const strict: ts.CompilerOptions = {
    strict: true,
    skipLibCheck: true,
    allowUnusedLabels: false,
    allowUnreachableCode: false,
    exactOptionalPropertyTypes: true,
    noFallthroughCasesInSwitch: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
    noUncheckedSideEffectImports: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    noEmit: true,
  };
  const { CommonJS, NodeNext, ESNext } = ts.ModuleKind;
  const node10 = { moduleResolution: ts.ModuleResolutionKind.Node10 };
  const bundler = { moduleResolution: ts.ModuleResolutionKind.Bundler };
  const flavours: [string, ts.CompilerOptions, Partial<Target>][] = [
    [
      "CommonJS without interop",
      { ...strict, ...node10, module: CommonJS, esModuleInterop: false },
      {},
    ],
    [
      "CommonJS with interop",
      { ...strict, ...node10, module: CommonJS, esModuleInterop: true },
      {},
    ],
    [
      "CommonJS with verbatimModuleSyntax",
      // Its `import x = require()` is what erasableSyntaxOnly forbids: nobody can have both.
      {
        ...strict,
        ...node10,
        module: CommonJS,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: false,
      },
      {
        tsconfig: {
          file: "tsconfig.json",
          verbatimModuleSyntax: true,
          writesTsExtensions: false,
          hasNodeTypes: true,
        },
      },
    ],
    [
      "ES modules, NodeNext",
      {
        ...strict,
        module: NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        verbatimModuleSyntax: true,
      },
      {
        moduleKind: "esm",
        specifierExtension: ".js",
        packageJson: { type: "module", dependencies: ["dotenv"] },
      },
    ],
    [
      "ES modules, bundler",
      { ...strict, ...bundler, module: ESNext, verbatimModuleSyntax: true },
      { moduleKind: "esm", packageJson: { type: "module", dependencies: ["dotenv"] } },
    ],
  ];

  it.each(flavours)("%s", async (_, options, changes) => {
    const here =
      changes.moduleKind === "esm"
        ? 'new URL("../.env", import.meta.url)'
        : 'path.join(__dirname, "../.env")';
    const service = await patchPackage(
      {
        "package.json": changes.moduleKind === "esm" ? '{ "type": "module" }' : "{}",
        "src/index.ts": 'import "./env-1";\nimport "./env-2";\nimport "./env-3";\n',
        "src/env-1.ts": `import path from "path";\nimport dotenv from "dotenv";\nif (process.env.STAGE !== "x" && path.sep) dotenv.config({ path: ${here} });\n`,
        "src/env-2.ts": `import { resolve } from 'path';
import { config } from 'dotenv';
const stage = process.env.STAGE as string;
config({ path: resolve(process.cwd(), \`.env.\${stage || 'x'}\`), debug: true });
`,
        "src/env-3.ts": "process.loadEnvFile();\n",
      },
      changes,
      {},
    );
    const text = service.read("src/logging/env-file.ts");
    expect(text.match(/config\(|loadEnvFile\(/g)).toHaveLength(3);
    const program = ts.createProgram([path.join(service.root, "src/logging/env-file.ts")], {
      ...options,
      typeRoots: [path.join(service.root, "node_modules/@types")],
    });
    const [file] = program.getRootFileNames().map((name) => program.getSourceFile(name));
    const found = [
      ...program.getOptionsDiagnostics(),
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    expect(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
    ).toEqual([]);
  });
});
