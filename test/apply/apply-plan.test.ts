import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { nodeDisk } from "../../generators/apply/disk.js";
import { RefusedError } from "../../generators/errors.js";
import type { Plan } from "../../generators/plan/plan.js";
import { countOperations } from "../helpers/apply-counting-disk.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { planOf } from "../helpers/apply-plan-of.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";

function makeRepo(tree: Tree): string {
  const root = makeDirectory();
  writeTree(root, tree);
  return root;
}

async function refusal(plan: Plan): Promise<string> {
  const error = await applyPlan(plan).then(
    () => new Error("was applied"),
    (error) => error,
  );
  expect(error).toBeInstanceOf(RefusedError);
  return error.message;
}

test("a plan of creations, changes and deletions is applied, each told as it gets its place", async () => {
  const before = { "a.ts": "a\r\n", "old/b.ts": "b", "src/c.ts": "\u00ef\u00bb\u00bfc\n" };
  const after = {
    "a.ts": "A\r\n",
    "src/c.ts": "\u00ef\u00bb\u00bfC\n",
    "src/deep/er/d.ts": "\u00e9\u0000",
  };
  const root = makeRepo(before);
  const told: unknown[] = [];
  await applyPlan(planOf(root, before, after), {
    onStep: (done, total, path) => told.push([done, total, path]),
  });
  expect(readTree(root)).toEqual(after);
  expect(told).toEqual([
    [1, 4, "a.ts"],
    [2, 4, "old/b.ts"],
    [3, 4, "src/c.ts"],
    [4, 4, "src/deep/er/d.ts"],
  ]);
});

test("property: any tree becomes any other tree, exactly", async () => {
  const name = fc.constantFrom("a", "b.ts", "c/d", "c/e/f", "g h/\u00c3\u00a9", "c/__proto__");
  const tree = fc.dictionary(
    name,
    fc.string({ unit: "binary" }).map((text) => text.replace(/[^\0-\xff]/g, "?")),
    { noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(tree, tree, async (before, after) => {
      const root = makeRepo(before);
      await applyPlan(planOf(root, before, after));
      expect(readTree(root)).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

test("a plan that leaves everything alone touches nothing, not even a time stamp", async () => {
  const tree = { "a.ts": "a" };
  const root = makeRepo(tree);
  const stats = fs.statSync(root);
  const plan = planOf(root, tree, tree);
  plan.steps.push({ kind: "leave", path: "../anything", reason: "seen" });
  await applyPlan(plan);
  expect(fs.statSync(root).mtimeMs).toBe(stats.mtimeMs);
  expect(readTree(root)).toEqual(tree);
});

test("a replaced file keeps its mode and owner; a new one has those that the umask gives", async () => {
  const before = { "run.sh": "old" };
  const root = makeRepo(before);
  fs.chmodSync(path.join(root, "run.sh"), 0o750);
  if (process.getuid?.() === 0) fs.chownSync(path.join(root, "run.sh"), 1234, 2345);
  const owner = fs.statSync(path.join(root, "run.sh"));
  await applyPlan(planOf(root, before, { "run.sh": "new", "made.ts": "made" }));
  const stats = fs.statSync(path.join(root, "run.sh"));
  expect([stats.mode, stats.uid, stats.gid]).toEqual([owner.mode, owner.uid, owner.gid]);
  expect(fs.statSync(path.join(root, "made.ts")).mode & 0o777).toBe(0o666 & ~process.umask());
});

test("of a file with a second hard link only the planned name changes: the other may lie outside", async () => {
  const before = { "a.ts": "old" };
  const root = makeRepo(before);
  const other = path.join(makeDirectory(), "other.ts");
  fs.linkSync(path.join(root, "a.ts"), other);
  await applyPlan(planOf(root, before, { "a.ts": "new" }));
  expect(readTree(root)).toEqual({ "a.ts": "new" });
  expect(fs.readFileSync(other, "utf8")).toBe("old");
});

test("a symlink to a file inside the target stays a link, and the file behind it is written", async () => {
  const root = makeRepo({ "real/a.ts": "old" });
  fs.symlinkSync("real/a.ts", path.join(root, "link.ts"));
  await applyPlan(planOf(root, { "link.ts": "old" }, { "link.ts": "new" }));
  expect(readTree(root)).toEqual({ "link.ts": "-> real/a.ts", "real/a.ts": "new" });
});

test("a link and the file behind it, both planned: refused, nothing written", async () => {
  const root = makeRepo({ "a.ts": "old" });
  fs.symlinkSync("a.ts", path.join(root, "link.ts"));
  const before = { "a.ts": "old", "link.ts": "old" };
  expect(await refusal(planOf(root, before, { "a.ts": "new", "link.ts": "newer" }))).toBe(
    "'link.ts' is the same file as another one of this plan. Remove the link.",
  );
  expect(readTree(root)).toEqual({ "a.ts": "old", "link.ts": "-> a.ts" });
});

test.each([
  [
    "a file changed after it was planned",
    { "a.ts": "mine" },
    "'a.ts' was changed after it was read. Nothing was written; run again.",
  ],
  ["a file gone since", {}, "'a.ts' is gone by now. Nothing was changed; run again."],
  [
    "a file made in the meantime",
    { "a.ts": "old", "z.ts": "mine" },
    "'z.ts' exists by now. Nothing was changed; run again.",
  ],
  [
    "a directory where a file should go",
    { "a.ts": "old", "z.ts/": "" },
    "'z.ts' is a directory where a file is needed. Move it, and run again.",
  ],
])("%s: refused, nothing written", async (_what, found, message) => {
  const root = makeRepo(found as Tree);
  const plan = planOf(root, { "a.ts": "old" }, { "a.ts": "new", "b.ts": "new", "z.ts": "new" });
  expect(await refusal(plan)).toBe(message);
  expect(readTree(root)).toEqual(found);
});

test("a file that appears while others are staged is not overwritten, and nothing else is written", async () => {
  const root = makeRepo({ "a.ts": "old" });
  let renames = 0;
  const disk = countOperations((name) => {
    if (name === "rename") renames += 1;
    if (name === "rename" && renames === 2) fs.writeFileSync(path.join(root, "b.ts"), "mine");
  });
  const plan = planOf(root, { "a.ts": "old" }, { "a.ts": "new", "b.ts": "new" });
  await expect(applyPlan(plan, { disk })).rejects.toThrow("'b.ts' was changed while");
  expect(readTree(root)).toEqual({ "a.ts": "old", "b.ts": "mine" });
});

test("what an editor writes into the old file at the moment of its replacement is put back", async () => {
  const root = makeRepo({ "a.ts": "old" });
  const editor = fs.openSync(path.join(root, "a.ts"), "r+");
  let renames = 0;
  const disk = countOperations((name) => {
    if (name === "rename") renames += 1;
    if (name === "syncDirectory" && renames === 2) fs.writeSync(editor, "mine", 0);
  });
  const plan = planOf(root, { "a.ts": "old" }, { "a.ts": "new", "b.ts": "new" });
  await expect(applyPlan(plan, { disk })).rejects.toThrow("'a.ts' was changed while");
  expect(readTree(root)).toEqual({ "a.ts": "mine" });
});

test("a failure at any operation, with writing possible again after it, leaves the repo as before or complete", async () => {
  const before = { "a.ts": "old", "gone/b.ts": "b" };
  const after = { "a.ts": "new", "src/c.ts": "c" };
  let total = 0;
  await applyPlan(planOf(makeRepo(before), before, after), {
    disk: countOperations(() => {
      total += 1;
    }),
  });
  const outcomes = new Set<string>();
  for (let failAt = 1; failAt <= total; failAt += 1) {
    const root = makeRepo(before);
    let count = 0;
    const disk = countOperations(() => {
      count += 1;
      if (count === failAt) throw Object.assign(new Error("EIO"), { code: "EIO" });
    });
    const error = await applyPlan(planOf(root, before, after), { disk }).catch((error) => error);
    expect(error).toBeInstanceOf(Error);
    const tree = readTree(root);
    const isLeft = Object.keys(tree).some((name) => name.includes("journal"));
    outcomes.add(isLeft ? "for the next run" : "put back");
    if (isLeft) expect(tree).toMatchObject(after);
    else expect(tree).toEqual("src/c.ts" in tree ? after : before);
  }
  expect([...outcomes].sort()).toEqual(["for the next run", "put back"]);
});

test("without hard links (some network and USB file systems) copies do their work", async () => {
  const noLinks = () => {
    throw Object.assign(new Error("EPERM"), { code: "EPERM" });
  };
  const link = fs.linkSync;
  fs.linkSync = noLinks as typeof fs.linkSync;
  try {
    const before = { "a.ts": "old", "b.ts": "b" };
    const root = makeRepo(before);
    await applyPlan(planOf(root, before, { "a.ts": "new", "c.ts": "c" }), { disk: nodeDisk });
    expect(readTree(root)).toEqual({ "a.ts": "new", "c.ts": "c" });
  } finally {
    fs.linkSync = link;
  }
});
