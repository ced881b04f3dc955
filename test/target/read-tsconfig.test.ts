import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { inspectTree, makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

async function tsconfigOf(files: TreeFiles) {
  return (await inspectTree({ "src/index.ts": "", ...files })).tsconfig;
}

const bare = {
  file: "tsconfig.json",
  verbatimModuleSyntax: false,
  writesTsExtensions: false,
  hasNodeTypes: false,
};

describe("readTsConfig", () => {
  it("reads comments and trailing commas", async () => {
    const text =
      '\uFEFF// top\n{ /* a */ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler", }, }';
    expect(await tsconfigOf({ "tsconfig.json": text })).toEqual({
      ...bare,
      module: "esnext",
      moduleResolution: "bundler",
    });
  });

  it("follows a chain of extends; paths count from the file that says them", async () => {
    expect(
      await tsconfigOf({
        "tsconfig.json": { extends: "./config/base" },
        "config/base.json": {
          extends: ["./one.json", "./two.json"],
          compilerOptions: { outDir: "../build" },
        },
        "config/one.json": {
          compilerOptions: { module: "commonjs", rootDir: "../src", verbatimModuleSyntax: true },
        },
        "config/two.json": { extends: "./base.json", compilerOptions: { module: "node16" } },
      }),
    ).toEqual({
      ...bare,
      module: "node16",
      rootDir: "src",
      outDir: "build",
      verbatimModuleSyntax: true,
    });
  });

  it("follows extends into packages, by folder, by file and by their package.json", async () => {
    const files = {
      "node_modules/@acme/ts/package.json": { tsconfig: "strict.json" },
      "node_modules/@acme/ts/strict.json": { compilerOptions: { module: "nodenext" } },
      "node_modules/@acme/ts/node.json": { compilerOptions: { outDir: `\${configDir}/out` } },
      "node_modules/plain/tsconfig.json": { compilerOptions: { moduleResolution: "node16" } },
    };
    expect(
      await tsconfigOf({
        ...files,
        "tsconfig.json": { extends: ["@acme/ts", "@acme/ts/node", "plain"] },
      }),
    ).toEqual({
      ...bare,
      module: "nodenext",
      moduleResolution: "node16",
      outDir: "out",
    });
  });

  it("says when what it extends is not installed", async () => {
    const target = await inspectTree({
      "src/index.ts": "",
      "tsconfig.json": { extends: "@tsconfig/node22/tsconfig.json" },
    });
    expect(target.notes).toEqual([
      {
        file: "tsconfig.json",
        text: "extends '@tsconfig/node22/tsconfig.json', which was not found: install the dependencies first, so that its options count",
      },
    ]);
  });

  it("takes the project behind a tsconfig that only refers to others", async () => {
    expect(
      await tsconfigOf({
        "tsconfig.json": {
          files: [],
          references: [{ path: "./tsconfig.spec.json" }, { path: "./tsconfig.app.json" }],
        },
        "tsconfig.app.json": { compilerOptions: { module: "nodenext", outDir: "out" } },
        "tsconfig.spec.json": { compilerOptions: { module: "commonjs" } },
      }),
    ).toEqual({ ...bare, file: "tsconfig.app.json", module: "nodenext", outDir: "out" });
  });

  it("takes the one that a script builds with, where there is no tsconfig.json", async () => {
    expect(
      await tsconfigOf({
        "package.json": { scripts: { build: "tsc -p tsconfig.node.json" } },
        "tsconfig.app.json": {},
        "tsconfig.node.json": { compilerOptions: { module: "node20" } },
      }),
    ).toEqual({ ...bare, file: "tsconfig.node.json", module: "node20" });
  });

  it("knows the outDir that only a build config says", async () => {
    const target = await inspectTree({
      "package.json": { scripts: { start: "node lib/index.js" } },
      "tsconfig.json": { compilerOptions: { noEmit: true } },
      "tsconfig.build.json": {
        extends: "./tsconfig.json",
        compilerOptions: { outDir: "lib", rootDir: "src" },
      },
      "src/index.ts": "",
      "lib/index.js": "",
    });
    expect(target.entrypoints).toEqual([
      { file: "src/index.ts", sources: ["package.json scripts.start"] },
    ]);
  });

  it("finds the workspace's tsconfig where the package has none", async () => {
    const root = makeTargetTree({
      "package.json": { workspaces: ["api"] },
      "tsconfig.json": { compilerOptions: { module: "nodenext" } },
      "api/package.json": { type: "module", scripts: { start: "tsx src/index.ts" } },
      "api/src/index.ts": "",
    });
    const target = await inspectTarget(join(root, "api"));
    expect(target.tsconfig).toEqual({ ...bare, file: "../tsconfig.json", module: "nodenext" });
    expect(target.language).toBe("typescript");
  });
});

describe("hasNodeTypes", () => {
  const declared = { devDependencies: { "@types/node": "22", typescript: "^5.4.0" } };
  it.each<[title: string, files: TreeFiles, expected: boolean]>([
    ["declared, no types", { "package.json": declared, "tsconfig.json": {} }, true],
    [
      "declared and named",
      {
        "package.json": declared,
        "tsconfig.json": { compilerOptions: { types: ["jest", "node"] } },
      },
      true,
    ],
    [
      "declared, but types leaves it out",
      { "package.json": declared, "tsconfig.json": { compilerOptions: { types: ["jest"] } } },
      false,
    ],
    [
      "installed, not declared",
      { "node_modules/@types/node/package.json": {}, "tsconfig.json": {} },
      true,
    ],
    ["neither", { "tsconfig.json": {} }, false],
    [
      "TypeScript 6 lets in nothing that is not named",
      {
        "package.json": { devDependencies: { "@types/node": "22", typescript: "~6.0.0" } },
        "tsconfig.json": {},
      },
      false,
    ],
    [
      "the installed TypeScript counts, not the declared range",
      {
        "package.json": declared,
        "node_modules/typescript/package.json": { version: "6.0.1" },
        "tsconfig.json": {},
      },
      false,
    ],
  ])("%s", async (_, files, expected) => {
    expect((await tsconfigOf(files))?.hasNodeTypes).toBe(expected);
  });
});
