import { expect, test } from "vitest";
import { patchEntrypoints } from "../../generators/patch/patch-entrypoints.js";
import { expandAlias, findAliases } from "../../generators/target/find-aliases.js";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { readPackageJson } from "../../generators/target/read-package-json.js";
import { makeAnswers } from "../helpers/patch-target.js";
import { makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

const loader = 'import dotenv from "dotenv";\n\ndotenv.config();\n';

test.each<[string, string, TreeFiles]>([
  [
    "paths, relative to baseUrl",
    "@/common/env",
    { "tsconfig.json": { compilerOptions: { baseUrl: "./src", paths: { "@/*": ["*"] } } } },
  ],
  [
    "paths, relative to the tsconfig that has them",
    "~common/env",
    {
      "tsconfig.json": { extends: "./conf/base.json" },
      "conf/base.json": { compilerOptions: { paths: { "~*": ["../nowhere/*", "../src/*"] } } },
    },
  ],
  [
    "a path for one module",
    "env",
    { "tsconfig.json": { compilerOptions: { paths: { env: ["./src/common/env.ts"] } } } },
  ],
  ["baseUrl alone", "common/env", { "tsconfig.json": { compilerOptions: { baseUrl: "src" } } }],
  [
    "imports of package.json",
    "#common/env.js",
    {
      "package.json": {
        scripts: { start: "tsx src/index.ts" },
        imports: { "#*": { default: "./src/*" } },
      },
    },
  ],
])("N4: dotenv is found behind %s", async (_what, specifier, files) => {
  const root = makeTargetTree({
    "package.json": { scripts: { start: "tsx src/index.ts" } },
    "src/index.ts": `import "${specifier}";\n`,
    "src/common/env.ts": loader,
    ...files,
  });
  const target = await inspectTarget(root);
  const answers = makeAnswers({ entries: ["src/index.ts"] });
  const { envFile } = await patchEntrypoints(target, answers);
  expect(envFile?.text).toContain("config(");
});

test("the closest pattern comes first, and an exact one before all", () => {
  const aliases = { "*": ["any/*"], "@/*": ["src/*"], "@/db/*": ["db/*.ts"], "@/db/x": ["x.ts"] };
  expect(expandAlias("@/db/x", aliases)).toEqual(["x.ts", "db/x.ts", "src/db/x", "any/@/db/x"]);
  expect(expandAlias("@", aliases)).toEqual(["any/@"]);
});

test("settings of the wrong type are as good as absent", () => {
  const root = makeTargetTree({
    "package.json": { imports: { "#a": 1, b: "./b", "#c": ["./c"] } },
  });
  const options = { baseUrl: undefined, pathsBase: "", paths: { x: "y", z: [1, "z.ts"] } };
  expect(findAliases(options, readPackageJson(root))).toEqual({ x: [], z: ["z.ts"] });
});
