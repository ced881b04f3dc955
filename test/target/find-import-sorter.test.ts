import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectTarget } from "../../generators/target/inspect-target.js";
import { inspectTree, makeTargetTree, type TreeFiles } from "../helpers/target-tree.js";

describe("findImportSorter (N15)", () => {
  it.each<[string | undefined, TreeFiles]>([
    [
      "eslint-plugin-simple-import-sort",
      { "eslint.config.mjs": 'import s from "eslint-plugin-simple-import-sort";' },
    ],
    ["eslint-plugin-simple-import-sort", { ".eslintrc.json": { plugins: ["simple-import-sort"] } }],
    [
      "eslint-plugin-import",
      { ".eslintrc.cjs": "module.exports = { rules: { 'import/order': 1 } };" },
    ],
    ["eslint-plugin-import", { "package.json": { eslintConfig: { extends: ["airbnb-base"] } } }],
    [
      "eslint-plugin-perfectionist",
      { "eslint.config.ts": "import p from 'eslint-plugin-perfectionist';" },
    ],
    [
      "@trivago/prettier-plugin-sort-imports",
      { ".prettierrc": '{ "plugins": ["@trivago/prettier-plugin-sort-imports"] }' },
    ],
    [
      "@ianvs/prettier-plugin-sort-imports",
      { "package.json": { prettier: { plugins: ["@ianvs/prettier-plugin-sort-imports"] } } },
    ],
    [
      "prettier-plugin-organize-imports",
      { "prettier.config.js": "export default { plugins: ['prettier-plugin-organize-imports'] };" },
    ],
    ["biome", { "biome.jsonc": "{ // on by default\n }" }],
    ["biome", { "biome.json": { assist: { actions: { source: { organizeImports: "on" } } } } }],
    [undefined, { "biome.json": { organizeImports: { enabled: false } } }],
    [undefined, { "biome.json": { assist: { actions: { source: { organizeImports: "off" } } } } }],
    [
      undefined,
      { "biome.json": { assist: { actions: { source: { organizeImports: { level: "off" } } } } } },
    ],
    [undefined, { "biome.json": { assist: { enabled: false } } }],
    [undefined, { ".eslintrc.json": { extends: ["eslint:recommended"] }, ".prettierrc": "{}" }],
  ])("finds %s in %o", async (expected, files) => {
    expect((await inspectTree(files)).importSorter).toBe(expected);
  });

  it("looks at the workspace root too", async () => {
    const root = makeTargetTree({
      "package.json": { workspaces: ["api"] },
      "api/package.json": {},
      "biome.json": {},
    });
    expect((await inspectTarget(join(root, "api"))).importSorter).toBe("biome");
  });
});
