import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { bundleHelper } from "../helpers/apply-bundle.js";
import { makeDirectory } from "../helpers/apply-directory.js";
import { type Tree, writeTree } from "../helpers/apply-tree.js";

vi.setConfig({ testTimeout: 60_000 });

const before: Tree = { "package.json": "{}\n", "src/index.ts": "start();\n" };
const after: Tree = {
  "package.json": '{ "a": 1 }\n',
  "src/index.ts": "setup();\nstart();\n",
  "src/logging/small.ts": "small\n",
  "src/logging/large.ts": "x".repeat(40_000),
};
const isRoot = process.getuid?.() === 0;
const canMount = spawnSync("unshare", ["-rm", "true"]).status === 0;

let script = "";
let trees = "";
beforeAll(async () => {
  script = await bundleHelper("apply-reported.ts");
  trees = path.join(makeDirectory(), "trees.json");
  fs.writeFileSync(trees, JSON.stringify({ before, after }));
  for (const file of [path.dirname(trees), path.dirname(script)]) fs.chmodSync(file, 0o755);
});

function makeRepo(): string {
  const root = makeDirectory();
  writeTree(root, before);
  return root;
}

/** Runs the apply in a shell, `$NODE` being the command that does it. */
function runIn(shell: string[], root: string, before: string, action = "") {
  const command = `${before}exec "${process.execPath}" "${script}" "${root}" "${trees}" "${action}"`;
  const child = spawnSync(shell[0] as string, [...shell.slice(1), command], { encoding: "utf8" });
  expect(child.stderr).toBe("");
  return JSON.parse(child.stdout) as { message: string; exitCode?: number; isUnchanged: boolean };
}

/** Root would be stopped by no mode bit: drop to somebody else. */
function runAsOwner(root: string) {
  if (!isRoot) return runIn(["sh", "-c"], root, "");
  spawnSync("chown", ["-R", "65534:65534", root]);
  return runIn(
    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"],
    root,
    "",
  );
}

test.skipIf(!canMount)(
  "a disk that fills up while staging: refused by name, repo as before",
  () => {
    const root = makeDirectory();
    const mount = `mount -t tmpfs -o size=256k tmpfs "${root}" && `;
    const report = runIn(["unshare", "-rm", "sh", "-c"], root, mount, "fill the disk");
    expect(report).toEqual({
      message:
        "Cannot write 'src/logging/large.ts': no space is left on the device (ENOSPC). Nothing was changed. Free some space, and run again.",
      exitCode: 2,
      isUnchanged: true,
    });
  },
);

test.skipIf(process.platform === "win32")(
  "a file larger than the system allows: refused by name, repo as before",
  () => {
    const report = runIn(["sh", "-c"], makeRepo(), "ulimit -f 16; ");
    expect(report).toMatchObject({ exitCode: 2, isUnchanged: true });
    expect(report.message).toContain("Cannot write 'src/logging/large.ts'");
    expect(report.message).toContain("(EFBIG). Nothing was changed.");
  },
);

test.skipIf(!canMount)("a file system mounted read-only: refused, repo as before", () => {
  const root = makeRepo();
  const mount = `mount --bind "${root}" "${root}" && mount -o remount,bind,ro "${root}" && `;
  const report = runIn(["unshare", "-rm", "sh", "-c"], root, mount);
  expect(report).toEqual({
    message: `Cannot write '${root}': the file system is read-only (EROFS). Nothing was changed. Make it writable, and run again.`,
    exitCode: 2,
    isUnchanged: true,
  });
});

test.skipIf(!canMount)("one file mounted by itself: refused before anything is written", () => {
  const root = makeRepo();
  const mount = `mount --bind "${trees}" "${root}/package.json" && `;
  fs.writeFileSync(path.join(root, "package.json"), "{}\n");
  const report = runIn(["unshare", "-rm", "sh", "-c"], root, mount);
  expect(report).toMatchObject({ exitCode: 2, isUnchanged: true });
});

test.skipIf(process.platform === "win32").each([
  ["the root", ".", 0o555, "is read-only"],
  ["a directory", "src", 0o555, "its directory is read-only"],
  ["a file", "src/index.ts", 0o444, "it is read-only"],
])("%s without write permission: refused, repo as before", (_what, name, mode, fault) => {
  const root = makeRepo();
  const file = path.join(root, name);
  fs.chmodSync(file, mode);
  for (const report of [runAsOwner(root), runIn(["sh", "-c"], root, "")]) {
    expect(report).toMatchObject({ exitCode: 2, isUnchanged: true });
    expect(report.message).toContain(fault);
  }
  fs.chmodSync(file, 0o755);
});

test.skipIf(!isRoot)("somebody else's directory: refused, repo as before", () => {
  const root = makeRepo();
  fs.chmodSync(root, 0o755);
  const setpriv = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"];
  expect(runIn(setpriv, root, "")).toEqual({
    message: `Cannot write '${root}': permission is denied (EACCES). Nothing was changed. Make it writable for this user, and run again.`,
    exitCode: 2,
    isUnchanged: true,
  });
});

test.skipIf(!isRoot || spawnSync("chattr", ["+i", "/nowhere"]).error !== undefined)(
  "an immutable file stops even root, before anything is written",
  ({ skip }) => {
    const root = makeRepo();
    const file = path.join(root, "src/index.ts");
    if (spawnSync("chattr", ["+i", file]).status !== 0) skip();
    const report = runIn(["sh", "-c"], root, "");
    spawnSync("chattr", ["-i", file]);
    expect(report).toMatchObject({ exitCode: 2, isUnchanged: true });
    expect(report.message).toContain("'src/index.ts'");
  },
);
