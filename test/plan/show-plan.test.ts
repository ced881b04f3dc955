import { spawnSync } from "node:child_process";
import fc from "fast-check";
import pc from "picocolors";
import { expect, test } from "vitest";
import type { Plan } from "../../generators/plan/plan.js";
import { type PlanJson, planToJson } from "../../generators/plan/plan-to-json.js";
import { showDiff } from "../../generators/plan/show-diff.js";
import { showPlan } from "../../generators/plan/show-plan.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { planOf } from "../helpers/apply-plan-of.js";
import { readTree, writeTree } from "../helpers/apply-tree.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const plan: Plan = {
  root: "/repo",
  service: "orders",
  steps: [
    {
      kind: "patch",
      path: "src/index.ts",
      before: bytes("start();\n"),
      after: bytes("setup();\nstart();\n"),
      reason: "loads the set-up",
    },
    {
      kind: "create",
      path: "src/logging/a\u001b[2J.ts",
      after: bytes("a\n"),
      reason: "part of it",
    },
    { kind: "leave", path: "src/two.ts", reason: "was edited" },
    { kind: "delete", path: "old.ts", before: bytes("old"), reason: "no longer" },
    {
      kind: "merge",
      path: "m.ts",
      before: bytes("\u00e9\n"),
      after: bytes("\u00e8\n"),
      reason: "edited",
    },
    { kind: "patch", path: "bin", before: bytes("\0"), after: bytes("\0\0"), reason: "binary" },
    {
      kind: "create",
      path: "create-logging.lock",
      after: bytes("{}\n"),
      reason: "for the next run",
    },
  ],
  notes: [
    { file: "src/index.ts", line: 12, text: "dotenv is too late here" },
    { text: "Seen\nand left" },
  ],
  conflicts: ["m.ts"],
  next: ["Start it: npm start"],
  replay: "npx create-logging@0.1.0 --yes",
};

test("a plan is shown with every step and its reason, notes with their place, next steps and the command", () => {
  expect(showPlan(plan)).toBe(`create       src/logging/a\\x1b[2J.ts  part of it
create       create-logging.lock      for the next run
patch        src/index.ts             loads the set-up
patch        bin                      binary
merge        m.ts                     edited
delete       old.ts                   no longer
leave alone  src/two.ts               was edited

Conflicts
  m.ts

Notes
  src/index.ts:12: dotenv is too late here
  Seen\\x0aand left

Next
  Start it: npm start

To repeat this run
  npx create-logging@0.1.0 --yes`);
});

test("the new files of one folder are one line", () => {
  const create = (path: string) => ({
    kind: "create" as const,
    path,
    after: bytes(""),
    reason: "part of it",
  });
  const steps = [
    create("src/logging/a.ts"),
    create("src/logging/b.ts"),
    create("c.ts"),
    create("d/e.ts"),
  ];
  expect(
    showPlan({ ...plan, steps, conflicts: [], notes: [], next: [] }),
  ).toBe(`create  src/logging/  2 files, part of it
create  c.ts          part of it
create  d/e.ts        part of it

To repeat this run
  npx create-logging@0.1.0 --yes`);
});

test("a plan that was applied is told in the past", () => {
  const words = showPlan(plan, undefined, { applied: true })
    .split("\n")
    .slice(0, 7)
    .map((line) => line.split("  ")[0]);
  expect(words).toEqual([
    "created",
    "created",
    "patched",
    "patched",
    "merged",
    "deleted",
    "left alone",
  ]);
});

test("a plan without steps says so", () => {
  expect(showPlan({ ...plan, steps: [] })).toContain(
    "Nothing to do: everything is as it should be.",
  );
});

test("there is no escape sequence without colours, and none but colours with them", async () => {
  const colors = pc.createColors(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const strip = (text: string) => text.replace(/\u001b\[\d+m/g, "");
  expect(showPlan(plan)).not.toContain("\u001b");
  expect(showPlan(plan, colors)).toContain("\u001b[32mcreate");
  expect(strip(showPlan(plan, colors))).toBe(showPlan(plan));
  const diff = await showDiff(plan, colors);
  expect(diff).toContain("\u001b[32m+setup();");
  expect(strip(diff)).not.toContain("\u001b");
});

test("a diff has every change, the lock file and binary content in one line", async () => {
  expect(await showDiff(plan)).toBe(`--- a/src/index.ts
+++ b/src/index.ts
@@ -1,1 +1,2 @@
+setup();
 start();
--- /dev/null
+++ "b/src/logging/a\\u001b[2J.ts"
@@ -0,0 +1,1 @@
+a
--- a/old.ts
+++ /dev/null
@@ -1,1 +0,0 @@
-old
\\ No newline at end of file
--- a/m.ts
+++ b/m.ts
@@ -1,1 +1,1 @@
-\u00e9
+\u00e8
Binary files a/bin and b/bin differ
create create-logging.lock (for the tool, not shown)
`);
});

test("property: git applies a diff of text files, to the very bytes of the plan", async () => {
  const line = fc.constantFrom(
    "a",
    "b",
    "",
    "-x",
    "+x",
    "\\ No newline",
    "@@ -1 +1 @@",
    "c\r",
    "\u00e9".normalize(),
  );
  const text = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.boolean())
    .map(([lines, isOpen]) => `x${lines.join("\n")}${isOpen ? "" : "\n"}`);
  const tree = fc.dictionary(fc.constantFrom("a.ts", "src/b c.ts"), text, {
    noNullPrototype: true,
  });
  const utf8 = (of: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, value]) => [name, Buffer.from(value).toString("latin1")]),
    );
  await fc.assert(
    fc.asyncProperty(tree, tree, async (old, young) => {
      const [before, after] = [utf8(old), utf8(young)];
      const root = makeDirectory();
      writeTree(root, before);
      const same = Object.keys(after).every((name) => before[name] === after[name]);
      const diff = await showDiff({
        ...plan,
        steps: planOf(root, before, after).steps.filter(
          (step) => step.kind !== "patch" || Buffer.compare(step.before, step.after) !== 0,
        ),
      });
      if (diff === "") {
        expect(same).toBe(true);
        return;
      }
      const git = spawnSync("git", ["apply", "--whitespace=nowarn", "-"], {
        cwd: root,
        input: diff,
        encoding: "utf8",
      });
      expect(git.stderr).toBe("");
      expect(readTree(root)).toEqual(after);
    }),
    { numRuns: 40 },
  );
});

test("as JSON a plan has its diffs and every byte of its contents", async () => {
  const json: PlanJson = JSON.parse(JSON.stringify(await planToJson(plan)));
  expect(json).toMatchObject({
    planVersion: 1,
    root: "/repo",
    service: "orders",
    conflicts: ["m.ts"],
    next: plan.next,
    notes: plan.notes,
    replay: plan.replay,
  });
  const contents = json.steps.map(({ after, encoding }) =>
    after === undefined ? undefined : Buffer.from(after, encoding).toString("latin1"),
  );
  expect(contents).toEqual([
    "setup();\nstart();\n",
    "a\n",
    undefined,
    undefined,
    "\u00e8\n",
    "\0\0",
    "{}\n",
  ]);
  expect(json.steps.map((step) => [step.kind, step.path, step.reason])).toEqual(
    plan.steps.map((step) => [step.kind, step.path, step.reason]),
  );
  expect(json.steps[0]?.diff).toContain("+setup();");
  expect(json.steps[2]).toEqual({ kind: "leave", path: "src/two.ts", reason: "was edited" });
});
