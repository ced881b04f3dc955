import { describe, expect, it } from "vitest";
import { inspectTree } from "../helpers/target-tree.js";

interface Case {
  type?: string;
  start?: string;
  entry?: string;
  options?: object;
  text?: string;
  scripts?: object;
}

async function decide({ type, start, entry = "src/index.ts", options, text = "", scripts }: Case) {
  const target = await inspectTree({
    "package.json": {
      ...(type === undefined ? {} : { type }),
      scripts: { start: start ?? "node dist/index.js", ...scripts },
    },
    ...(options === undefined
      ? {}
      : { "tsconfig.json": { compilerOptions: { outDir: "dist", rootDir: "src", ...options } } }),
    [entry]: text,
  });
  return `${target.language} ${target.moduleKind} '${target.specifierExtension}'`;
}

describe("module kind and specifier extension (N14)", () => {
  it.each<[title: string, files: Case, expected: string]>([
    [
      "module commonjs, whatever the syntax",
      { options: { module: "commonjs" }, text: 'import http from "http";\n' },
      "typescript commonjs ''",
    ],
    ["no module at all", { options: {} }, "typescript commonjs ''"],
    ["NodeNext without a type", { options: { module: "NodeNext" } }, "typescript commonjs ''"],
    [
      "NodeNext with type module",
      { type: "module", options: { module: "NodeNext" } },
      "typescript esm '.js'",
    ],
    [
      "only moduleResolution node16, with type module",
      { type: "module", options: { moduleResolution: "node16" } },
      "typescript esm '.js'",
    ],
    [
      "node20 with type commonjs",
      { type: "commonjs", options: { module: "node20" } },
      "typescript commonjs ''",
    ],
    [
      "ESNext and bundler, run by a loader",
      { start: "tsx src/index.ts", options: { module: "ESNext", moduleResolution: "bundler" } },
      "typescript esm ''",
    ],
    [
      "Preserve, made by a bundler",
      { type: "module", scripts: { build: "tsup src/index.ts" }, options: { module: "Preserve" } },
      "typescript esm ''",
    ],
    [
      "ESNext and bundler, but tsc's output run by node",
      { type: "module", options: { module: "ESNext", moduleResolution: "bundler" } },
      "typescript esm '.js'",
    ],
    [
      "ESNext in a package that says commonjs",
      { type: "commonjs", options: { module: "ESNext", moduleResolution: "bundler" } },
      "typescript commonjs ''",
    ],
    [
      "ESNext with node resolution",
      { options: { module: "es2022", moduleResolution: "node" } },
      "typescript esm '.js'",
    ],
    [
      "type module beside module commonjs: only a loader can run that",
      { type: "module", start: "tsx src/index.ts", options: { module: "commonjs" } },
      "typescript esm '.js'",
    ],
    [
      "an .mts entry in a commonjs package",
      { start: "tsx src/index.mts", entry: "src/index.mts", options: { module: "nodenext" } },
      "typescript esm '.js'",
    ],
    [
      "a .cts entry in a module package",
      {
        type: "module",
        start: "tsx src/index.cts",
        entry: "src/index.cts",
        options: { module: "nodenext" },
      },
      "typescript commonjs ''",
    ],
    [
      "node runs TypeScript itself",
      { type: "module", start: "node src/index.ts", options: { module: "nodenext" } },
      "typescript esm '.ts'",
    ],
    [
      "tsc rewrites .ts in specifiers",
      { type: "module", options: { module: "nodenext", rewriteRelativeImportExtensions: true } },
      "typescript esm '.ts'",
    ],
    [
      "the entrypoint's own style",
      {
        type: "module",
        options: { module: "ESNext", moduleResolution: "bundler" },
        text: 'import x from "./x";\n',
      },
      "typescript esm ''",
    ],
    [
      "the entrypoint's own style, over lines",
      {
        options: { module: "commonjs" },
        text: 'import fs from "fs";\nimport data from "./data.json";\nimport {\n  x,\n} from "./x.js";\n',
      },
      "typescript commonjs '.js'",
    ],
    [
      "JavaScript with type module",
      { type: "module", start: "node index.js", entry: "index.js" },
      "javascript esm '.js'",
    ],
    [
      "JavaScript without a type",
      { start: "node index.js", entry: "index.js", text: "const a = require('a');\n" },
      "javascript commonjs ''",
    ],
    [
      "JavaScript without a type, in ES syntax",
      { start: "node index.js", entry: "index.js", text: 'import a from "a";\n' },
      "javascript esm '.js'",
    ],
    [
      "JavaScript in ES syntax in a package that says commonjs",
      {
        type: "commonjs",
        start: "babel-node index.js",
        entry: "index.js",
        text: 'import a from "./a";\n',
      },
      "javascript commonjs ''",
    ],
    ["an .mjs entry", { start: "node index.mjs", entry: "index.mjs" }, "javascript esm '.js'"],
    [
      "a .cjs entry in a module package",
      { type: "module", start: "node index.cjs", entry: "index.cjs" },
      "javascript commonjs ''",
    ],
    [
      "a JavaScript entry beside a tsconfig",
      { start: "node index.js", entry: "index.js", options: { allowJs: true } },
      "javascript commonjs ''",
    ],
    ["TypeScript without a tsconfig", { start: "tsx src/index.ts" }, "typescript commonjs ''"],
    [
      "TypeScript without a tsconfig, run by node itself",
      { start: "node src/index.ts", type: "module" },
      "typescript esm '.ts'",
    ],
  ])("%s", async (_, files, expected) => {
    expect(await decide(files)).toBe(expected);
  });

  it("follows a package.json beside the entry that only sets the type", async () => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "node server/index.js" } },
      "server/package.json": { type: "module" },
      "server/index.js": "",
    });
    expect(target.moduleKind).toBe("esm");
    expect(target.sourceRoot).toBe("server");
  });
});
