import { describe, expect, it, test } from "vitest";
import { planPlopfile } from "../../generators/plan/plan-plopfile.js";
import type { Target } from "../../generators/target/target.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { makeTarget } from "../helpers/apply-fake-stages.js";
import { type Tree, writeTree } from "../helpers/apply-tree.js";

const statement = 'await plop.load("create-logging");';
const paste = `To have the generators, put this at the end of the function that it exports: ${statement}`;

async function plan(tree: Tree, changes: Partial<Target> = {}, dir = "") {
  const top = makeDirectory();
  writeTree(top, { "package.json": "{}", ...tree });
  const root = dir === "" ? top : `${top}/${dir}`;
  const target = makeTarget(root, { workspaceRoot: top, ...changes });
  const { step, notes } = await planPlopfile(target);
  const after = step !== undefined && "after" in step ? Buffer.from(step.after).toString() : "";
  return { step: step && [step.kind, step.path, after], notes };
}

const esm = `export default async function (plop) {\n  ${statement}\n}\n`;
const commonjs = `module.exports = async function (plop) {\n  ${statement}\n};\n`;

describe("where there is none, a plopfile is written that Node reads as the package's own kind", () => {
  it.each<[Target["moduleKind"], string | undefined, string, string]>([
    ["esm", "module", "plopfile.js", esm],
    ["esm", undefined, "plopfile.mjs", esm],
    ["commonjs", undefined, "plopfile.js", commonjs],
    ["commonjs", "commonjs", "plopfile.js", commonjs],
    ["commonjs", "module", "plopfile.cjs", commonjs],
  ])("%s, type %s: %s", async (moduleKind, type, file, text) => {
    const packageJson = { dependencies: [], ...(type === undefined ? {} : { type }) };
    expect(await plan({}, { moduleKind, packageJson })).toEqual({
      step: ["create", file, text],
      notes: [],
    });
  });
});

test("the one that is there is extended, whatever its letters' case, as plop finds it", async () => {
  const before = "module.exports = (plop) => {};\n";
  const { step, notes } = await plan({ "PlopFile.cjs": before, "plopfile.ts": "export {};\n" });
  const after = `module.exports = async (plop) => {\n  ${statement}\n};\n`;
  expect(step).toEqual(["patch", "PlopFile.cjs", after]);
  expect(notes).toEqual([]);
});

test("one that loads the pack is left alone", async () => {
  expect((await plan({ "plopfile.js": esm })).step).toEqual(["leave", "plopfile.js", ""]);
});

test("bytes that are no UTF-8 stay", async () => {
  const before = "// caf\xe9\nmodule.exports = (plop) => {};\n";
  const top = makeDirectory();
  writeTree(top, { "plopfile.cjs": before });
  const { step } = await planPlopfile(makeTarget(top, { workspaceRoot: top }));
  const after = step !== undefined && "after" in step ? Buffer.from(step.after) : undefined;
  expect(after?.toString("latin1")).toContain("// caf\xe9\n");
});

test.each<[what: string, tree: Tree, dir: string, note: object]>([
  [
    "lies above the package",
    { "plopfile.js": esm, "packages/news/package.json": "{}" },
    "packages/news",
    {
      file: "../../plopfile.js",
      text: `is the plopfile that plop finds here, and lies outside of this package. ${paste}`,
    },
  ],
  [
    "is CoffeeScript",
    { "plopfile.coffee": "" },
    "",
    { file: "plopfile.coffee", text: `is neither JavaScript nor TypeScript. ${paste}` },
  ],
  [
    "is UTF-16",
    { "plopfile.js": "\xff\xfe/\x00" },
    "",
    { file: "plopfile.js", text: `is UTF-16. ${paste}` },
  ],
  [
    "can't be told",
    { "plopfile.js": "\nmodule.exports = make();\n" },
    "",
    {
      file: "plopfile.js",
      line: 2,
      text: `exports what 'make' returns, and that can't be told. ${paste}`,
    },
  ],
])(
  "one that %s is told of, with what to paste, and no second one is written",
  async (_, tree, dir, note) => {
    expect(await plan(tree, {}, dir)).toEqual({ step: undefined, notes: [note] });
  },
);
