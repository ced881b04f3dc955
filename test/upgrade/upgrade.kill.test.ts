import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test, vi } from "vitest";
import { bundleHelper } from "../helpers/apply-bundle.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { spawnCli } from "../helpers/cli-run.js";
import { makeService, plainService } from "../helpers/cli-service.js";
import { buildTool, runTool } from "../helpers/upgrade-tool.js";

vi.setConfig({ testTimeout: 300_000 });

let before: Tree = {};
let preload = "";
beforeAll(async () => {
  preload = pathToFileURL(await bundleHelper("upgrade-killed.ts")).href;
  // Files to make, to change, to merge, to leave in conflict and to delete; one that was deleted.
  const root = makeService(plainService);
  await runTool("0.2.0", ["--name", "news", "--yes"], { cwd: root });
  const change = (file: string, edit: (text: string) => string) =>
    writeTree(root, { [file]: edit(readTree(root)[file] ?? "") });
  change("src/logging/rotation.js", (text) => `// team\n${text}`);
  change("src/logging/settings.js", (text) => text.replace('maxFiles: "5"', 'maxFiles: "50"'));
  change("src/logging/start.js", (text) => text.replaceAll("\n", "\r\n"));
  change("src/index.js", (text) => text.replace('import "./logging/setup.js";\n', ""));
  rmSync(path.join(root, "src/logging/format.js"));
  before = readTree(root);
});

async function upgrade(root: string, env: NodeJS.ProcessEnv = {}) {
  const NODE_OPTIONS = `--import=${preload}`;
  const cli = buildTool("0.3.0");
  return spawnCli(["upgrade", "--yes"], { cwd: root, env: { NODE_OPTIONS, ...env }, cli });
}

test("killed by SIGKILL at every kind of step, an upgrade that is run again comes to the same bytes", async () => {
  const list = path.join(makeDirectory(), "operations.json");
  const whole = makeService(before);
  expect((await upgrade(whole, { OPERATIONS_FILE: list })).code).toBe(3);
  const after = readTree(whole);
  expect(after["src/logging/version.js"]).toBeUndefined();
  expect(after["src/logging/settings.js"]).toContain("<<<<<<< yours");
  const operations: string[] = JSON.parse(readFileSync(list, "utf8"));
  expect(operations.length).toBeGreaterThan(100);

  const states = new Set<string>();
  const waiting = chooseSteps(operations);
  const work = async () => {
    for (let killAt = waiting.shift(); killAt !== undefined; killAt = waiting.shift()) {
      const root = makeService(before);
      const { signal } = await upgrade(root, { KILL_AT: String(killAt) });
      expect({ killAt, signal }).toEqual({ killAt, signal: "SIGKILL" });
      const { code, stdout, stderr } = await upgrade(root);
      expect({ killAt, code, tree: readTree(root) }).toEqual({ killAt, code: 3, tree: after });
      states.add(/it was (\w+)/.exec(stdout + stderr)?.[1] ?? "nothing");
    }
  };
  await Promise.all([work(), work()]);
  expect([...states].sort()).toEqual(["completed", "nothing", "rolled"]);
});

/** One in the middle of each kind, and the last; counted from 1. */
function chooseSteps(operations: string[]): number[] {
  const chosen = [...new Set(operations)].flatMap((name) => {
    const all = operations.flatMap((one, index) => (one === name ? [index + 1] : []));
    return [all[all.length >> 1], all.at(-1)];
  });
  return [...new Set([1, ...chosen].filter((step) => step !== undefined))];
}
