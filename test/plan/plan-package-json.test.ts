import { expect, test } from "vitest";
import { planPackageJson } from "../../generators/plan/plan-package-json.js";
import type { Target, TsConfig } from "../../generators/target/target.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { makeTarget } from "../helpers/apply-fake-stages.js";
import { writeTree } from "../helpers/apply-tree.js";

const tsconfig: TsConfig = {
  file: "tsconfig.json",
  verbatimModuleSyntax: false,
  writesTsExtensions: false,
  hasNodeTypes: true,
  rootDir: "src",
  outDir: "dist",
};
const rendered = ["index", "setup", "env-file"].map((name) => ({
  path: `src/logging/${name}.ts`,
  text: "",
}));

async function packageJsonAfter(text: string, target: Partial<Target> = { tsconfig }) {
  const root = makeDirectory();
  writeTree(root, { "package.json": text });
  const plan = await planPackageJson(makeTarget(root, target), rendered);
  const { step } = plan;
  return {
    ...plan,
    text:
      step !== undefined && "after" in step
        ? Buffer.from(step.after).toString("latin1")
        : undefined,
  };
}

test.each([
  [
    "false",
    '{\n  "sideEffects": false\n}\n',
    '{\n  "sideEffects": [\n    "./src/logging/setup.ts",\n    "./dist/logging/setup.js",\n    "./src/logging/env-file.ts",\n    "./dist/logging/env-file.js"\n  ]\n}\n',
  ],
  [
    "a list in one line",
    '{"sideEffects":["*.css"],"x":1}',
    '{"sideEffects":["*.css", "./src/logging/setup.ts", "./dist/logging/setup.js", "./src/logging/env-file.ts", "./dist/logging/env-file.js"],"x":1}',
  ],
  [
    "a list with some of them",
    '{\r\n\t"sideEffects": [\r\n\t\t"./dist/**",\r\n\t\t"src/logging/setup.*"\r\n\t]\r\n}',
    '{\r\n\t"sideEffects": [\r\n\t\t"./dist/**",\r\n\t\t"src/logging/setup.*",\r\n\t\t"./src/logging/env-file.ts"\r\n\t]\r\n}',
  ],
  ["a list that covers them by name", '{ "sideEffects": ["setup.*", "env-file.*"] }', undefined],
  ["a list that covers them by folder", '{ "sideEffects": ["**/logging/*"] }', undefined],
  ["true", '{ "sideEffects": true }', undefined],
  ["absent", '{ "name": "x" }', undefined],
  ["in a file that isn't JSON's idea of a package", "[]", undefined],
])("N15: sideEffects %s", async (_what, before, after) => {
  expect((await packageJsonAfter(before)).text).toBe(after);
});

test("N15: without an output folder the sources alone are named", async () => {
  const { text } = await packageJsonAfter('{ "sideEffects": [] }', {});
  expect(JSON.parse(text ?? "").sideEffects).toEqual([
    "./src/logging/setup.ts",
    "./src/logging/env-file.ts",
  ]);
});

const lacking = { tsconfig: { ...tsconfig, hasNodeTypes: false } };
const ownMajor = Number(process.versions.node.split(".")[0]);

test.each([
  [undefined, ownMajor],
  ["*", ownMajor],
  [">=22", 22],
  [">=22.4.1 <25", 22],
  ["^20.17 || >=22", 20],
  ["^18 || 24", 20],
  ["24.x", 24],
  ["v22", 22],
])("@types/node is added in its place, for the oldest Node of engines %j", async (node, major) => {
  const engines = node === undefined ? "" : `"engines": { "node": "${node}" },\n  `;
  const before = `{\n  ${engines}"devDependencies": {\n    "@types/a": "1",\n    "b": "2"\n  }\n}\n`;
  const { text, needsInstall } = await packageJsonAfter(before, lacking);
  expect(text).toBe(before.replace('    "b"', `    "@types/node": "^${major}.0.0",\n    "b"`));
  expect(needsInstall).toBe(true);
});

test("@types/node that is there but not seen is told, not added", async () => {
  const packageJson = { dependencies: ["@types/node"] };
  const { text, notes } = await packageJsonAfter("{}", { ...lacking, packageJson });
  expect(text).toBeUndefined();
  expect(notes).toEqual([
    {
      file: "tsconfig.json",
      text: `does not see '@types/node', which is a dependency: add "node" to its "types", or install the dependencies.`,
    },
  ]);
});

test("JavaScript needs no types", async () => {
  expect(
    (await packageJsonAfter("{}", { ...lacking, language: "javascript" })).text,
  ).toBeUndefined();
});

test("a BOM and Latin-1 bytes stay", async () => {
  const before = '\u00ef\u00bb\u00bf{ "author": "Andr\u00e9", "sideEffects": [] }';
  const { text } = await packageJsonAfter(before, {});
  expect(text?.startsWith('\u00ef\u00bb\u00bf{ "author": "Andr\u00e9", "sideEffects": [')).toBe(
    true,
  );
});
