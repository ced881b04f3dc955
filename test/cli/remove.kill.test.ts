import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { recoverInterrupted } from "../../generators/apply/recover-interrupted.js";
import { planRemove } from "../../generators/plan/plan-remove.js";
import { bundleHelper } from "../helpers/apply-bundle.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeAnswers, makeTarget } from "../helpers/patch-target.js";
import { putIn, takeOut } from "../helpers/remove-round-trip.js";

vi.setConfig({ testTimeout: 120_000 });

const service: Tree = {
  "package.json":
    '{\n  "name": "orders",\n  "type": "module",\n  "scripts": { "start": "node src/index.js" }\n}\n',
  ".env": "TOKEN=secret",
  "src/index.js": 'import "dotenv/config";\n\nconsole.log("up");\n',
};
const options = { force: false, version: "0.1.0" };

test("killed by SIGKILL before any operation and run again, everything is out as after an undisturbed run", async () => {
  const root = makeDirectory();
  writeTree(root, service);
  const changes = { language: "javascript", moduleKind: "esm", specifierExtension: ".js" } as const;
  await putIn(makeTarget(root, changes), makeAnswers({ entries: ["src/index.js"] }));
  writeTree(root, { "src/logging/index.js": "// mine\n" });
  const before = readTree(root);
  await takeOut(makeTarget(root, changes));
  const after = readTree(root);
  expect(after).toEqual({ ...service, "src/logging/index.js": "// mine\n" });

  const script = await bundleHelper("apply-killed.ts");
  const trees = path.join(makeDirectory(), "trees.json");
  fs.writeFileSync(trees, JSON.stringify({ before, after }));
  const outcomes = new Set<string>();
  for (let killAt = 1; ; killAt += 1) {
    const again = makeDirectory();
    writeTree(again, before);
    const child = spawnSync(process.execPath, [script, "apply", again, String(killAt), trees]);
    if (child.signal !== "SIGKILL") break;
    // The lock file may be gone by then: what was begun is settled without it.
    if (killAt % 20 === 0) {
      expect(await runCli(["remove", "--yes"], { cwd: again })).toMatchObject({ code: 0 });
    } else {
      outcomes.add(recoverInterrupted(again).outcome);
      await applyPlan(await planRemove(makeTarget(again, changes), options));
    }
    expect({ killAt, tree: readTree(again) }).toEqual({ killAt, tree: after });
    expect((await planRemove(makeTarget(again, changes), options)).steps).toEqual([]);
  }
  expect([...outcomes].sort()).toEqual(["completed", "nothing", "rolled back"]);
});
