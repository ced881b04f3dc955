import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../generators/apply/apply-plan.js";
import { lockText } from "../../generators/plan/lock-file.js";
import { planRemove } from "../../generators/plan/plan-remove.js";
import { inspectProject } from "../../generators/target/inspect-project.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { family } from "../helpers/cli-family.js";
import { runCli } from "../helpers/cli-run.js";
import {
  commitAll,
  makeService,
  makeTools,
  plainService,
  untypedService,
} from "../helpers/cli-service.js";
import { keys, startPty } from "../helpers/pty-session.js";
import { copyBefore, listCases, scaffoldCase } from "../helpers/snapshot-case.js";
import { workspace } from "../helpers/workspace-tree.js";

const snapshots = await listCases();

async function scaffolded(tree: Tree = plainService, flags: string[] = []): Promise<string> {
  const root = makeService(tree);
  const run = await runCli(["--name", "news", "--yes", "--no-install", ...flags], { cwd: root });
  expect(run).toMatchObject({ code: 0 });
  return root;
}

describe("scaffold, then remove", () => {
  it("finds a file of the folder under the name that its owner gave it", async () => {
    const root = await scaffolded();
    const folder = path.join(root, "src/logging");
    fs.renameSync(path.join(folder, "crash.js"), path.join(folder, "uncaught.js"));
    for (const [file, text] of Object.entries(readTree(folder)))
      writeTree(folder, { [file]: text.replaceAll("./crash.js", "./uncaught.js") });
    expect(await runCli(["remove", "--yes"], { cwd: root })).toMatchObject({ code: 0 });
    expect(readTree(root)).toEqual(plainService);
  });

  it("leaves a clean git status, after several runs too; then there is nothing to do", async () => {
    const root = makeService({ ...family, ".env": "TOKEN=secret", ".gitignore": "dist" });
    commitAll(root);
    const before = readTree(root);
    for (const args of [
      ["--name", "news", "--yes", "--no-install"],
      ["add-child", "SCORER", "--watch", "--yes"],
      ["add-child", "DEDUPER", "--yes"],
      ["--name", "news", "--plop", "--yes", "--no-install"],
    ])
      expect(await runCli(args, { cwd: root })).toMatchObject({ code: 0 });
    const { code, stdout } = await runCli(["remove", "--yes", "--no-install"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain("part of the logging set-up");
    expect(stdout).toContain(
      "Run the package manager's install: package.json lists fewer packages.",
    );
    const status = execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
    expect(status).toBe("");
    const tree = readTree(root);
    const own = (of: Tree) => Object.entries(of).filter(([file]) => !file.startsWith(".git/"));
    expect(own(tree)).toEqual(own(before));
    const again = await runCli(["remove"], { cwd: root });
    expect(again).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Nothing to do: '.*' has no 'create-logging.lock'/),
    });
  });

  it.each(snapshots)("gives back snapshots/%s/before", async (name) => {
    const root = await copyBefore(name);
    try {
      const before = readTree(root);
      await scaffoldCase(name, root);
      expect(readTree(root)).not.toEqual(before);
      const options = { force: false, version: "0.1.0" };
      await applyPlan(await planRemove(await inspectProject(root), options));
      expect(readTree(root)).toEqual(before);
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  });

  it("runs the package manager again where package.json loses what it had installed", async () => {
    const tools = makeTools({ npm: 'echo "$@" >> npm-ran; exit 0' });
    const env = { PATH: `${tools}:${process.env["PATH"]}` };
    const root = makeService(untypedService);
    await runCli(["--name", "news", "--yes"], { cwd: root, env });
    expect(readTree(root)["package.json"]).toContain("@types/node");
    const { code, stdout, stderr } = await runCli(["remove", "--yes"], { cwd: root, env });
    expect(code).toBe(0);
    expect(stderr).toContain("Running npm i");
    expect(stdout).not.toContain("Run the package manager");
    expect(readTree(root)).toEqual({ ...untypedService, "npm-ran": "i\ni\n" });
  });
});

describe("nothing goes without a word", () => {
  it("with no terminal and no --yes it is refused, exit 2, naming --yes", async () => {
    const root = await scaffolded();
    const before = readTree(root);
    expect(await runCli(["remove"], { cwd: root })).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "There is no terminal to confirm at, and files would be deleted. To look first: create-logging remove --dry-run; to do it, pass --yes.\n",
    });
    expect(readTree(root)).toEqual(before);
  });

  it("--dry-run, --diff and --json show the plan and write nothing", async () => {
    const root = await scaffolded();
    const before = readTree(root);
    const dry = await runCli(["remove", "--dry-run"], { cwd: root });
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toMatch(
      /^delete {2}src\/logging\/ +\d+ files, part of the logging set-up$/m,
    );
    const diff = await runCli(["remove", "--diff"], { cwd: root });
    expect(diff.stdout).toContain('-import "./logging/setup.js";\n');
    const json = await runCli(["remove", "--dry-run", "--json"], { cwd: root });
    const plan = JSON.parse(json.stdout);
    expect(plan).toMatchObject({ planVersion: 1, applied: false, service: "news", conflicts: [] });
    expect(plan.steps.at(-1)).toMatchObject({ kind: "delete", path: "create-logging.lock" });
    expect(readTree(root)).toEqual(before);
  });

  it("at a terminal the plan is shown and confirmed; a no leaves everything", async () => {
    const root = await scaffolded();
    const before = readTree(root);
    const doubtful = await startPty(["remove"], { cwd: root });
    await doubtful.see("Write this? (Y/n)");
    doubtful.type("n");
    doubtful.type(keys.enter);
    expect(await doubtful.end()).toBe(2);
    expect(readTree(root)).toEqual(before);
    const sure = await startPty(["remove"], { cwd: root });
    await sure.see("part of the logging set-up");
    await sure.see("Write this? (Y/n)");
    sure.type(keys.enter);
    await sure.see("Done: ");
    expect(await sure.end()).toBe(0);
    expect(readTree(root)).toEqual(plainService);
  });
});

describe("what is in the way", () => {
  it("code that imports the folder: exit 2 with its places, nothing written; --force goes on", async () => {
    const root = await scaffolded();
    writeTree(root, {
      "src/a.js": 'import { logger } from "./logging/index.js";\nlogger.info("");\n',
    });
    const before = readTree(root);
    const { code, stderr } = await runCli(["remove", "--yes"], { cwd: root });
    expect([code, stderr]).toEqual([
      2,
      "This code needs the logging folder and would break without it:\n  src/a.js:1 uses './logging/index.js'\nNothing was changed. Take these out, and run again; or pass --force to remove it all the same.\n",
    ]);
    expect(readTree(root)).toEqual(before);
    const forced = await runCli(["remove", "--yes", "--force"], { cwd: root });
    expect(forced.code).toBe(0);
    expect(forced.stdout).toContain(
      "src/a.js:1: still uses './logging/index.js', which is removed",
    );
    expect(readTree(root)).toEqual({ ...plainService, "src/a.js": before["src/a.js"] });
  });

  it("an edited file: exit 0, kept and named", async () => {
    const root = await scaffolded();
    writeTree(root, { "src/logging/format.js": "// mine\n" });
    const { code, stdout } = await runCli(["remove", "--yes"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^left alone {2}src\/logging\/format.js +was edited by its owner$/m);
    expect(stdout).toContain("Kept, because edited: 'src/logging/format.js'.");
    expect(readTree(root)).toEqual({ ...plainService, "src/logging/format.js": "// mine\n" });
  });

  it("the root of a workspace points to its services, and each gets its plan", async () => {
    const root = makeService(workspace);
    await runCli(["--yes", "--no-install"], { cwd: root });
    const dirs = ["services/api", "services/mail", "services/worker"];
    const { code, stdout } = await runCli(["remove", "--yes"], { cwd: root });
    expect([code, stdout.split("\n")[1]]).toEqual([
      0,
      `Services below it have one: create-logging remove ${dirs.join(" ")}`,
    ]);
    const removed = await runCli(["remove", ...dirs, "--yes"], { cwd: root });
    expect(removed).toMatchObject({ code: 0, stderr: "" });
    expect(removed.stdout).toContain("3 services: 3 written.");
    expect(readTree(root)).toEqual(workspace);
  });

  it("of several services one that is refused leaves the others whole", async () => {
    const [good, bad, never] = [await scaffolded(), await scaffolded(), makeService(plainService)];
    writeTree(bad, { "create-logging.lock": "{" });
    const before = readTree(bad);
    const { code, stdout, stderr } = await runCli(["remove", good, bad, never, "--yes"]);
    expect([code, stderr + stdout]).toEqual([2, expect.stringContaining("is cut off or not JSON")]);
    expect(stdout).toContain("Nothing to do:");
    expect([good, bad, never].map(readTree)).toEqual([plainService, before, plainService]);
  });

  it("a directory without write permission: refused before anything is written", async () => {
    const root = await scaffolded();
    const before = readTree(root);
    const folder = path.join(root, "src/logging");
    fs.chmodSync(folder, 0o555);
    const { code, stderr } = await runCli(["remove", "--yes"], { cwd: root });
    fs.chmodSync(folder, 0o755);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^Cannot write 'src\/logging\/.*is read-only/),
    ]);
    expect(readTree(root)).toEqual(before);
    expect((await runCli(["remove", "--yes"], { cwd: root })).code).toBe(0);
    expect(readTree(root)).toEqual(plainService);
  });
});

describe("a lock file that can't be relied on is refused, and nothing is written", () => {
  const edit =
    (change: (lock: Record<string, Record<string, unknown>>) => void) => (text: string) => {
      const lock = JSON.parse(text);
      change(lock);
      return JSON.stringify(lock);
    };
  it.each<[string, (text: string) => string, string]>([
    ["cut off", (text) => text.slice(0, text.length / 2), "is cut off or not JSON"],
    ["empty", () => "", "is cut off or not JSON"],
    [
      "with merge markers",
      (text) => `<<<<<<< a\n${text}=======\n>>>>>>> b\n`,
      "has merge conflicts",
    ],
    ["with Latin-1 in it", (text) => `\u00e9${text}`, "is cut off or not JSON"],
    [
      "leading out",
      edit(({ files }) => Object.assign(files ?? {}, { "../outside.txt": lockText("mine\n") })),
      "names '../outside.txt', which leads out of the target",
    ],
    [
      "leading out by a patch",
      edit(({ patches }) =>
        Object.assign(patches ?? {}, { "src/../../a": { created: true, hunks: [] } }),
      ),
      "names 'src/../../a', which leads out of the target",
    ],
    [
      "absolute",
      edit(({ files }) => Object.assign(files ?? {}, { "/etc/hosts": lockText("") })),
      "names '/etc/hosts', which is absolute",
    ],
    [
      "with places that are no numbers",
      edit(({ patches }) =>
        Object.assign(patches ?? {}, {
          a: { created: true, hunks: [{ removed: [], inserted: [], line: "1" }] },
        }),
      ),
      "has no sound entry for 'a'",
    ],
    [
      "of a newer version",
      edit((lock) => Object.assign(lock, { lockVersion: 2 })),
      "was written by a newer create-logging",
    ],
  ])("%s", async (_what, change, fault) => {
    const root = await scaffolded();
    const lock = readTree(root)["create-logging.lock"] ?? "";
    writeTree(root, { "create-logging.lock": change(lock) });
    const before = readTree(root);
    const { code, stderr } = await runCli(["remove", "--yes", "--force"], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`'create-logging.lock' ${fault}`)]);
    expect(readTree(root)).toEqual(before);
  });

  it("one that is a link out of the repo", async () => {
    const root = await scaffolded();
    const lock = path.join(root, "create-logging.lock");
    const outside = path.join(makeService({}), "lock");
    fs.renameSync(lock, outside);
    fs.symlinkSync(outside, lock);
    const before = readTree(root);
    const { code, stderr } = await runCli(["remove", "--yes"], { cwd: root });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("goes through a symlink out of the target"),
    ]);
    expect(readTree(root)).toEqual(before);
  });
});
