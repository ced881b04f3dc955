import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { recoverInterrupted } from "../../generators/apply/recover-interrupted.js";
import { bundleHelper } from "../helpers/apply-bundle.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { planOf } from "../helpers/apply-plan-of.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";

vi.setConfig({ testTimeout: 120_000 });

const before: Tree = {
  "package.json": '{ "name": "orders" }\r\n',
  "src/index.ts": "start();\n",
  "src/old/gone.ts": "gone\n",
  "src/kept.ts": "not ours\n",
};
const after: Tree = {
  "create-logging.lock": "{}\n",
  "package.json": '{ "name": "orders", "sideEffects": [] }\r\n',
  "src/index.ts": 'import "./logging/setup";\nstart();\n',
  "src/kept.ts": "not ours\n",
  "src/logging/sinks/setup.ts": "install();\n",
};

let script = "";
let trees = "";
beforeAll(async () => {
  script = await bundleHelper("apply-killed.ts");
  trees = path.join(makeDirectory(), "trees.json");
  fs.writeFileSync(trees, JSON.stringify({ before, after }));
});

function run(mode: "apply" | "recover" | "interrupt", root: string, killAt: number) {
  const child = spawnSync(process.execPath, [script, mode, root, String(killAt), trees], {
    encoding: "utf8",
  });
  return { ...child, isKilled: child.signal === "SIGKILL" };
}

function makeRepo(): string {
  const root = makeDirectory();
  writeTree(root, before);
  return root;
}

test("killed by SIGKILL before any operation, a repo is as before or complete after the next run", async () => {
  const outcomes = new Set<string>();
  const undisturbed = run("apply", makeRepo(), 0);
  const total = Number(undisturbed.stdout);
  expect(total).toBeGreaterThan(30);
  for (let killAt = 1; killAt <= total; killAt += 1) {
    const root = makeRepo();
    expect(run("apply", root, killAt).isKilled).toBe(true);
    const { outcome, kept } = recoverInterrupted(root);
    outcomes.add(outcome);
    const recovered = readTree(root);
    const isComplete = "create-logging.lock" in recovered;
    expect({ killAt, tree: recovered }).toEqual({ killAt, tree: isComplete ? after : before });
    expect(outcome === "completed" ? isComplete : true).toBe(true);
    expect(kept).toEqual([]);
    if (!isComplete) await applyPlan(planOf(root, before, after));
    expect(readTree(root)).toEqual(after);
    expect(recoverInterrupted(root)).toEqual({ outcome: "nothing", kept: [] });
  }
  expect([...outcomes].sort()).toEqual(["completed", "nothing", "rolled back"]);
});

test("killed again while it recovers, a repo is as before or complete after the run after that", () => {
  const total = Number(run("apply", makeRepo(), 0).stdout);
  let recoveries = 0;
  for (let killAt = 3; killAt <= total; killAt += 13) {
    for (let secondKillAt = 1; ; secondKillAt += 4) {
      const root = makeRepo();
      run("apply", root, killAt);
      if (!run("recover", root, secondKillAt).isKilled) break;
      recoveries += 1;
      recoverInterrupted(root);
      const tree = readTree(root);
      const at = { killAt, secondKillAt };
      expect({ ...at, tree }).toEqual({
        ...at,
        tree: "create-logging.lock" in tree ? after : before,
      });
    }
  }
  expect(recoveries).toBeGreaterThan(8);
});

test("Ctrl+C before any operation ends with 130 and a repo that is as before or complete", () => {
  const messages = new Set<string>();
  const total = Number(run("apply", makeRepo(), 0).stdout);
  for (let at = 2; at <= total; at += 4) {
    const root = makeRepo();
    const child = run("interrupt", root, at);
    const tree = readTree(root);
    expect({ at, status: child.status, tree }).toEqual({
      at,
      status: 130,
      tree: "create-logging.lock" in tree ? after : before,
    });
    expect(child.stderr).toContain("create-logging.lock" in tree ? "had been written" : "nothing");
    messages.add(child.stderr);
  }
  expect(messages.size).toBe(2);
});
