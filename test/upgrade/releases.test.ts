import { renameSync, rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { makeService, plainService } from "../helpers/cli-service.js";
import { mine } from "../helpers/upgrade-edits.js";
import { runTool } from "../helpers/upgrade-tool.js";
import { upgradePaths, type Version } from "../helpers/upgrade-versions.js";

const line = Buffer.from(mine).toString("latin1");

const plain = new Map<Version, Promise<Tree>>();

/** A service of its own; the plain one is set up once and copied. */
async function scaffold(version: Version): Promise<string> {
  const tree = plain.get(version) ?? scaffoldWith(version, {}).then(readTree);
  plain.set(version, tree);
  return makeService(await tree);
}

async function scaffoldWith(version: Version, more: Tree): Promise<string> {
  const root = makeService({ ...plainService, ...more });
  const { code, stderr } = await runTool(version, ["--name", "news", "--yes"], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return root;
}

function edit(root: string, file: string, change: (text: string) => string): void {
  const before = readTree(root)[file] ?? "";
  const after = change(before);
  expect(after).not.toBe(before);
  writeTree(root, { [file]: after });
}

async function check(root: string, version: Version, ...flags: string[]) {
  const before = readTree(root);
  const { code, stdout } = await runTool(version, ["upgrade", "--check", "--json", ...flags], {
    cwd: root,
  });
  expect(readTree(root)).toEqual(before);
  const [service] = JSON.parse(stdout).services;
  const states = Object.fromEntries(
    service.files.map(({ path, state }: { path: string; state: string }) => [path, state]),
  );
  return { code, state: service.state, states };
}

describe.each(upgradePaths)("%s to %s", (from, to) => {
  test("a service that nobody edited comes to what the later release writes", async () => {
    const root = await scaffold(from);
    expect(await check(root, from)).toMatchObject({ code: 0, state: "current" });
    expect(await check(root, to)).toMatchObject({ code: 1, state: "outdated" });
    const { code, stderr } = await runTool(to, ["upgrade"], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await check(root, to)).toMatchObject({ code: 0, state: "current" });
    const fresh = readTree(await scaffold(to));
    expect(withoutLock(readTree(root))).toEqual(withoutLock(fresh));
    const after = readTree(root);
    expect((await runTool(to, ["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);
    expect(readTree(root)).toEqual(after);
  });

  test("a checkout with CRLF keeps it, in every file", async () => {
    const root = await scaffold(from);
    const wanted = readTree(await scaffold(to));
    const crlf = (tree: Tree) =>
      Object.fromEntries(
        Object.entries(tree).map(([file, text]) => [file, text.replaceAll("\n", "\r\n")]),
      );
    const before = readTree(root);
    const isNew = (file: string) => before[file] === undefined;
    writeTree(root, crlf(before));
    expect(await check(root, to)).toMatchObject({ code: 1, state: "outdated" });
    expect(await runTool(to, ["upgrade"], { cwd: root })).toMatchObject({ code: 0, stderr: "" });
    // What is made anew has LF, as everything else that the tool makes.
    const after = withoutLock(readTree(root));
    const later = Object.entries(withoutLock(wanted));
    expect(after).toEqual(
      Object.fromEntries(
        later.map(([file, text]) => [file, isNew(file) ? text : text.replaceAll("\n", "\r\n")]),
      ),
    );
    expect((await runTool(to, ["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);
  });
});

describe.each(["0.1.0", "0.2.0"] as const)("%s to 0.3.0", (from) => {
  const to = "0.3.0";

  test("a conflict ends with 3 and is said until it is resolved, then all is well", async () => {
    const root = await scaffold(from);
    const file = "src/logging/settings.js";
    edit(root, file, (text) => text.replace(/maxFiles: "5"/, 'maxFiles: "50"'));
    expect((await check(root, to)).states[file]).toBe("conflicted");
    const first = await runTool(to, ["upgrade"], { cwd: root });
    expect(first.code).toBe(3);
    expect(first.stdout).toContain(file);
    const text = readTree(root)[file] ?? "";
    expect(text).toMatch(
      /\n<{7} yours\n[^<>]*maxFiles: "50"[^<>]*\n={7}\n[^<>]*maxFiles: "3"[^<>]*\n>{7} create-logging 0\.3\.0\n/,
    );
    expect(await check(root, to)).toMatchObject({ code: 1, state: "conflicted" });
    const second = await runTool(to, ["upgrade"], { cwd: root });
    expect(second.code).toBe(3);
    expect(readTree(root)[file]).toBe(text);
    edit(root, file, (conflicted) =>
      conflicted
        .replace(/<{7} yours\n[\s\S]*?={7}\n([\s\S]*?)>{7} [^\n]*\n/g, "$1")
        .replace('"3"', '"50"'),
    );
    expect(await check(root, to)).toMatchObject({ code: 0, state: "drifted" });
    const { code, stdout } = await runTool(to, ["upgrade"], { cwd: root });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Nothing to do/)]);
  });

  test("a file that its owner deleted stays away, and --restore writes it as the later release does", async () => {
    const root = await scaffold(from);
    const wanted = readTree(await scaffold(to));
    rmSync(path.join(root, "src/logging/format.js"));
    expect(await runTool(to, ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    expect(readTree(root)["src/logging/format.js"]).toBeUndefined();
    expect((await check(root, to)).states["src/logging/format.js"]).toBe("drifted");
    const { code } = await runTool(to, ["upgrade", "--restore"], { cwd: root });
    expect(code).toBe(0);
    expect(withoutLock(readTree(root))).toEqual(withoutLock(wanted));
  });

  test("going back is refused, and nothing is written", async () => {
    const root = await scaffold(to);
    const before = readTree(root);
    for (const args of [["upgrade"], ["upgrade", "--check"], ["--yes"]]) {
      const { code, stderr } = await runTool(from, args, { cwd: root });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`npx create-logging@${to}`)]);
    }
    expect(readTree(root)).toEqual(before);
  });

  test("files that their owner renamed are followed to the later release, edits and all", async () => {
    const root = await scaffold(from);
    const wanted = readTree(await scaffold(to));
    renameSync(path.join(root, "src/logging/format.js"), path.join(root, "src/logging/layout.js"));
    edit(root, "src/logging/layout.js", (text) => `${text}${line}\n`);
    const { code } = await runTool(to, ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    const after = readTree(root);
    const mended = Object.fromEntries(
      Object.entries(wanted).map(([file, text]) => [
        file,
        text.replaceAll('"./format.js"', '"./layout.js"'),
      ]),
    );
    const { "src/logging/format.js": format, ...rest } = withoutLock(mended);
    expect(withoutLock(after)).toEqual({ ...rest, "src/logging/layout.js": `${format}${line}\n` });
    expect((await runTool(to, ["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);
  });

  test("the whole folder, moved, is followed", async () => {
    const root = await scaffold(from);
    const wanted = readTree(await scaffold(to));
    renameSync(path.join(root, "src/logging"), path.join(root, "src/log"));
    edit(root, "src/index.js", (text) => text.replace("./logging/", "./log/"));
    expect(await runTool(to, ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    const moved = Object.entries(withoutLock(wanted)).map(([file, text]) => [
      file.replace("src/logging/", "src/log/"),
      /^src\/index|^create-logging/.test(file) ? text.replace("/logging", "/log") : text,
    ]);
    expect(withoutLock(readTree(root))).toEqual(Object.fromEntries(moved));
  });
});

test("release by release comes to the same files as at once", async () => {
  const root = await scaffold("0.1.0");
  for (const version of ["0.2.0", "0.3.0"] as const)
    expect((await runTool(version, ["upgrade"], { cwd: root })).code).toBe(0);
  const atOnce = await scaffold("0.1.0");
  expect((await runTool("0.3.0", ["upgrade"], { cwd: atOnce })).code).toBe(0);
  expect(withoutLock(readTree(root))).toEqual(withoutLock(readTree(atOnce)));
});

describe("0.3.0 gave a variable another name", () => {
  test("our lines of .env.example follow; a value that its owner set stays, and is told of", async () => {
    const root = await scaffold("0.2.0");
    edit(
      root,
      ".env.example",
      (text) => `# Ours\nTOKEN=x\n${text.replace("LOG_MAX_SIZE=5MB", "LOG_MAX_SIZE=20MB")}`,
    );
    const before = readTree(root)[".env.example"] ?? "";
    const { code, stdout } = await runTool("0.3.0", ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    const after = readTree(root)[".env.example"] ?? "";
    // Every line of the owner is there, and the name that is read now.
    expect(after).toContain("# Ours\nTOKEN=x\n");
    expect(after).toContain("LOG_MAX_SIZE=20MB\n");
    expect(after).toContain("LOG_MAX_FILES=3\n");
    expect(after).toMatch(/^LOG_MAX_SIZE_IN_MB=/m);
    expect(stdout).toMatch(/LOG_MAX_SIZE\b(?!_)/);
    expect(before).not.toBe(after);
  });

  test("an env file that sets the old name is told of, and stays as it is", async () => {
    const root = await scaffoldWith("0.2.0", {
      "src/index.js": 'import "dotenv/config";\nconsole.log("up");\n',
      ".env": "LOG_MAX_SIZE=20MB\n",
      "package.json":
        '{\n  "name": "news",\n  "type": "module",\n  "scripts": { "start": "node src/index.js" },\n  "dependencies": { "dotenv": "^17.0.0" }\n}\n',
    });
    const env = readTree(root)[".env"] ?? "";
    const { code, stdout } = await runTool("0.3.0", ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    expect(readTree(root)[".env"]).toBe(env);
    expect(stdout).toMatch(/\.env\b.*LOG_MAX_SIZE\b/);
  });

  test("a team that chose its own name keeps it", async () => {
    const root = await scaffold("0.2.0");
    edit(root, "create-logging.json", (text) =>
      text.replace('"children": []', '"children": [],\n  "variables": { "maxSize": "MAX_LOG" }'),
    );
    expect(await runTool("0.2.0", ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    expect(readTree(root)["src/logging/settings.js"]).toContain('maxSize: "MAX_LOG"');
    expect(readTree(root)[".env.example"]).toMatch(/^MAX_LOG=5MB$/m);
    expect(readTree(root)[".env.example"]).not.toMatch(/LOG_MAX_SIZE/);
    expect(await runTool("0.3.0", ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    expect(readTree(root)["src/logging/settings.js"]).toContain('maxSize: "MAX_LOG"');
    expect(readTree(root)[".env.example"]).toMatch(/^MAX_LOG=3MB$/m);
  });
});

describe("0.3.0 has no version.js any more", () => {
  test("one that its owner edited stays, and is told of", async () => {
    const root = await scaffold("0.2.0");
    edit(root, "src/logging/version.js", (text) => `${text}${line}\n`);
    const before = readTree(root)["src/logging/version.js"];
    const { code, stdout } = await runTool("0.3.0", ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    expect(readTree(root)["src/logging/version.js"]).toBe(before);
    expect(readTree(root)["src/logging/is-service.js"]).toBeUndefined();
    expect(stdout).toMatch(/src\/logging\/version\.js +no longer needed, but was edited/);
  });

  test.each([
    [
      "a file of ours that its owner edited",
      "src/logging/exit.js",
      'import { findAppVersion } from "./version.js";\n',
    ],
    ["the entrypoint", "src/index.js", 'import { findAppVersion } from "./logging/version.js";\n'],
    [
      "another file of the service",
      "src/health.js",
      'import { findAppVersion } from "./logging/version.js";\n',
    ],
  ])("it stays where %s imports it", async (_who, file, statement) => {
    const root = await scaffoldWith("0.2.0", { "src/health.js": "export const health = 1;\n" });
    edit(root, file, (text) => `${statement}${text}export const version = findAppVersion();\n`);
    const before = readTree(root)["src/logging/version.js"];
    const { code, stdout } = await runTool("0.3.0", ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    expect(readTree(root)["src/logging/version.js"]).toBe(before);
    expect(stdout).toContain(`'${file}' imports it`);
    // Once its line is out, the file goes too.
    edit(root, file, (text) =>
      text.replace(statement, "").replace("export const version = findAppVersion();\n", ""),
    );
    expect((await runTool("0.3.0", ["upgrade"], { cwd: root })).code).toBe(0);
    expect(readTree(root)["src/logging/version.js"]).toBeUndefined();
  });
});

describe("create-logging.json, edited, is applied by the same upgrade", () => {
  const change = (root: string, more: object) =>
    edit(root, "create-logging.json", (text) =>
      JSON.stringify({ ...JSON.parse(text), ...more }, null, 2),
    );

  test("sizes, formats and levels", async () => {
    const root = await scaffold("0.1.0");
    change(root, {
      defaults: { maxSize: "20 MB", maxFiles: 9 },
      formats: { file: "{time:HH:mm} {level} {message}" },
      levels: { production: "WARNING" },
    });
    expect((await check(root, "0.1.0")).state).toBe("outdated");
    expect(await runTool("0.3.0", ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    const settings = readTree(root)["src/logging/settings.js"] ?? "";
    expect(settings).toContain('maxSize: "20 MB"');
    expect(settings).toContain('maxFiles: "9"');
    expect(settings).toMatch(/production: \{[^}]*"WARNING"/);
    expect(settings).toMatch(/\{t\.HH\}:\$\{t\.mm\}/);
    expect(readTree(root)[".env.example"]).toMatch(
      /^LOG_MAX_SIZE_IN_MB=20MB\n[\s\S]*^LOG_MAX_FILES=9$/m,
    );
    expect(await check(root, "0.3.0")).toMatchObject({ code: 0, state: "current" });
  });

  test("a new child: its set-up file, its name, its entrypoint", async () => {
    const root = await scaffoldWith("0.2.0", { "src/worker.js": 'console.log("work");\n' });
    change(root, {
      children: [{ descriptor: "WORKER", name: "news-worker", entry: "src/worker.js" }],
    });
    expect(await runTool("0.3.0", ["upgrade"], { cwd: root })).toMatchObject({ code: 0 });
    const tree = readTree(root);
    expect(tree["src/logging/setup-child.js"]).toContain("startLogging([])");
    expect(tree["src/logging/settings.js"]).toContain('children = ["WORKER"]');
    expect(tree["src/worker.js"]).toBe(
      'import "./logging/setup-child.js";\n\nconsole.log("work");\n',
    );
    expect(tree[".env.example"]).toMatch(/^NAME_CHILD_PROCESS_WORKER=news-worker$/m);
    expect(await check(root, "0.3.0")).toMatchObject({ code: 0, state: "current" });
  });

  test("a feature switched off: its files go, but one that its owner edited", async () => {
    const root = await scaffold("0.2.0");
    edit(root, "src/logging/release.js", (text) => `${text}${line}\n`);
    change(root, { features: { ownership: false, sourceMaps: false } });
    const { code, stdout } = await runTool("0.3.0", ["upgrade"], { cwd: root });
    expect(code).toBe(0);
    const names = Object.keys(readTree(root)).filter((file) => file.startsWith("src/logging/"));
    expect(names).not.toContain("src/logging/source-maps.js");
    expect(names).not.toContain("src/logging/ownership.js");
    expect(names).toContain("src/logging/release.js");
    expect(stdout).toMatch(/src\/logging\/release\.js +no longer needed, but was edited/);
    change(root, { features: {} });
    expect((await runTool("0.3.0", ["upgrade"], { cwd: root })).code).toBe(0);
    expect(readTree(root)["src/logging/release.js"]).toContain(line);
    expect(await check(root, "0.3.0")).toMatchObject({ code: 0, state: "drifted" });
  });
});

function withoutLock({ "create-logging.lock": _lock, ...tree }: Tree): Tree {
  return tree;
}
