import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { runCli, spawnCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";

const plain: Tree = {
  "package.json": '{"type":"module","scripts":{"start":"node src/index.js"}}\n',
  "src/index.js": 'import os from "node:os";\n\nconsole.log(os.hostname());\n',
};
const setUpLine = 'import "./logging/setup.js";\n';

async function scaffold(files: Tree = plain): Promise<string> {
  const root = makeService(files);
  const { code, stderr } = await runCli(["--name", "news", "--yes"], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return root;
}

function edit(root: string, file: string, change: (text: string) => string): void {
  const before = readTree(root)[file] ?? "";
  const after = change(before);
  expect(after).not.toBe(before);
  writeTree(root, { [file]: after });
}

interface Checked {
  services: {
    state: string;
    fails: boolean;
    files: { path: string; state: string; isEdited: boolean; reason?: string }[];
  }[];
}

async function check(root: string, ...flags: string[]) {
  const before = readTree(root);
  const { code, stdout } = await runCli(["upgrade", "--check", "--json", ...flags], { cwd: root });
  expect(readTree(root)).toEqual(before);
  const [service] = (JSON.parse(stdout) as Checked).services;
  const files = (service?.files ?? []).filter(({ state }) => state !== "current");
  return { code, state: service?.state, files, all: service?.files.length ?? 0 };
}

describe("upgrade --check", () => {
  it("an unchanged service is current, and neither a parser nor a template engine is loaded", async () => {
    const root = await scaffold();
    const refusing = `data:text/javascript,${encodeURIComponent(
      `import { registerHooks } from "node:module";
       import * as module from "node:module";
       const refuse = (specifier) => {
         if (/ts-morph|typescript|^eta|jsonc-parser|inquirer|node-diff3/.test(specifier)) throw new Error("loaded " + specifier);
       };
       if (module.registerHooks) module.registerHooks({ resolve(specifier, context, next) { refuse(specifier); return next(specifier, context); } });
       else module.register("data:text/javascript," + encodeURIComponent("export async function resolve(s, c, n) { if (/ts-morph|typescript|^eta|jsonc-parser|inquirer|node-diff3/.test(s)) throw new Error('loaded ' + s); return n(s, c); }"));`.replace(
        'import { registerHooks } from "node:module";\n',
        "",
      ),
    )}`;
    const env = { NODE_OPTIONS: `--import=${refusing}` };
    const run = (...args: string[]) => spawnCli(["upgrade", ...args], { cwd: root, env });
    expect(await run("--check")).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^\S+ {2}current {2}(\d+) of \1 files current\n$/),
    });
    // The hook does refuse: a plan needs all of them.
    expect((await run("--diff")).stderr).toContain("loaded ");
  });

  it("says outdated, drifted and conflicted apart, each file with its reason", async () => {
    const root = await scaffold();
    edit(root, "src/logging/format.js", (text) => `${text}// ours\n`);
    expect(await check(root)).toMatchObject({
      code: 0,
      state: "drifted",
      files: [
        {
          path: "src/logging/format.js",
          state: "drifted",
          isEdited: true,
          reason: "was edited by its owner",
        },
      ],
    });
    expect((await check(root, "--fail-on", "drifted")).code).toBe(1);
    edit(root, "src/index.js", (text) => text.replace(setUpLine, ""));
    rmSync(path.join(root, "src/logging/exit.js"));
    edit(
      root,
      "src/logging/levels.js",
      (text) => `<<<<<<< yours\n${text}=======\n>>>>>>> create-logging 0.1.0\n`,
    );
    const { code, state, files } = await check(root);
    expect([code, state]).toEqual([1, "conflicted"]);
    expect(files.map(({ path, state, reason }) => [path, state, reason])).toEqual([
      ["src/index.js", "outdated", "loads 'setup' ahead of everything else"],
      ["src/logging/exit.js", "drifted", "was deleted by its owner"],
      ["src/logging/format.js", "drifted", "was edited by its owner"],
      ["src/logging/levels.js", "conflicted", "still has conflicts to resolve"],
    ]);
    const { stdout } = await runCli(["upgrade", "--check"], { cwd: root });
    expect(stdout).toMatch(/^ {2}conflicted {2}src\/logging\/levels\.js +still has conflicts/m);
    expect((await check(root, "--fail-on", "drifted,outdated")).code).toBe(1);
  });

  it("conflict markers that somebody's own merge left in an entrypoint are seen too", async () => {
    const root = await scaffold();
    edit(
      root,
      "src/index.js",
      (text) => `${text}<<<<<<< HEAD\na();\n=======\nb();\n>>>>>>> other\n`,
    );
    expect(await check(root)).toMatchObject({
      code: 1,
      files: [{ path: "src/index.js", state: "conflicted" }],
    });
  });

  it("a setting that changes what is written makes it outdated; one that does not, does not", async () => {
    const root = await scaffold();
    const config = JSON.parse(readTree(root)["create-logging.json"] ?? "");
    const set = (more: object) =>
      writeTree(root, { "create-logging.json": `${JSON.stringify({ ...config, ...more })}\n` });
    set({});
    expect(await check(root)).toMatchObject({ code: 0, state: "current" });
    set({ defaults: { maxSize: "20 MB" } });
    expect((await check(root)).files.map(({ path, state }) => [path, state])).toEqual([
      [".env.example", "outdated"],
      ["src/logging/README.md", "outdated"],
      ["src/logging/settings.js", "outdated"],
    ]);
    set({ failOn: [], defaults: { maxSize: "20 MB" } });
    expect(await check(root)).toMatchObject({ code: 0, state: "outdated" });
    expect((await check(root, "--fail-on", "outdated")).code).toBe(1);
  });

  it("a wrong state, and --fail-on by itself, are refused", async () => {
    const root = await scaffold();
    const refuse = async (...flags: string[]) => {
      const { code, stderr } = await runCli(["upgrade", ...flags], { cwd: root });
      return [code, stderr];
    };
    expect(await refuse("--check", "--fail-on", "old")).toEqual([
      2,
      "--fail-on 'old' is not a state of a file. Write some of 'outdated', 'drifted', 'conflicted', with commas.\n",
    ]);
    expect(await refuse("--fail-on", "drifted")).toEqual([
      2,
      "--fail-on belongs to --check. Pass both, or neither.\n",
    ]);
  });

  it("many services in one run: each has its verdict, one that can't be read too, and the highest code counts", async () => {
    const one = await scaffold();
    const root = makeService({});
    for (const dir of ["api", "mail", "web"])
      for (const [file, text] of Object.entries(readTree(one)))
        writeTree(path.join(root, dir), { [file]: text });
    expect(await runCli(["upgrade", "--check"], { cwd: root })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("3 services: 3 current."),
    });
    edit(path.join(root, "mail"), "src/index.js", (text) => text.replace(setUpLine, ""));
    writeFileSync(path.join(root, "web/create-logging.lock"), '{"lockVersion": 1');
    const { code, stdout } = await runCli(["upgrade", "--check"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("3 services: 1 current, 1 outdated, 1 refused.");
    expect(stdout).toContain("'create-logging.lock' is cut off or not JSON.");
    const { services } = JSON.parse(
      (await runCli(["upgrade", "--check", "--json", "api", "mail"], { cwd: root })).stdout,
    );
    expect(services.map(({ dir, state }: { dir: string; state: string }) => [dir, state])).toEqual([
      ["api", "current"],
      ["mail", "outdated"],
    ]);
  });
});

describe("upgrade", () => {
  it("says what to do where nothing was set up", async () => {
    const root = makeService(plain);
    const { code, stderr } = await runCli(["upgrade"], { cwd: root });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(
        "has no 'create-logging.lock', and neither has a folder below it. Run create-logging in the service first.",
      ),
    ]);
  });

  it("an unchanged service has nothing to do, and a second run neither", async () => {
    const root = await scaffold();
    const before = readTree(root);
    const { code, stdout } = await runCli(["upgrade"], { cwd: root });
    expect([code, stdout]).toEqual([0, "Nothing to do: the logging of 'news' is up to date.\n"]);
    expect(readTree(root)).toEqual(before);
  });

  it("a line of ours that an import came ahead of is brought back; what is around it stays", async () => {
    const root = await scaffold();
    const before = readTree(root);
    edit(root, "src/index.js", (text) =>
      text.replace(setUpLine, "").replace('"node:os";\n', `"node:os";\n${setUpLine}`),
    );
    expect((await runCli(["upgrade"], { cwd: root })).code).toBe(0);
    expect(readTree(root)).toEqual(before);
  });

  it("follows a file that its owner renamed, edits included, and mends what imports it", async () => {
    const root = await scaffold();
    const logging = path.join(root, "src/logging");
    renameSync(path.join(logging, "levels.js"), path.join(logging, "grades.js"));
    edit(root, "src/logging/grades.js", (text) => `${text}// ours\n`);
    // One importer is mended by its owner, the others are not.
    edit(root, "src/logging/record.js", (text) => text.replace("./levels.js", "./grades.js"));
    const { code, stdout } = await runCli(["upgrade"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain("src/logging/grades.js: was 'src/logging/levels.js': followed.");
    const tree = readTree(root);
    expect(tree["src/logging/levels.js"]).toBeUndefined();
    expect(tree["src/logging/grades.js"]).toMatch(/\/\/ ours\n$/);
    const imports = Object.values(tree).filter((text) => /["']\.\/levels\.js["']/.test(text));
    expect(imports).toEqual([]);
    expect((await check(root)).files).toEqual([
      expect.objectContaining({ path: "src/logging/grades.js", state: "drifted" }),
    ]);
    expect((await runCli(["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);
    expect(readTree(root)).toEqual(tree);
  });

  it("follows the whole folder, and writes its new place into create-logging.json", async () => {
    const root = await scaffold();
    mkdirSync(path.join(root, "src/base"));
    renameSync(path.join(root, "src/logging"), path.join(root, "src/base/log"));
    edit(root, "src/index.js", (text) => text.replace("./logging/", "./base/log/"));
    const { code } = await runCli(["upgrade"], { cwd: root });
    expect(code).toBe(0);
    const tree = readTree(root);
    expect(JSON.parse(tree["create-logging.json"] ?? "").dir).toBe("src/base/log");
    expect(Object.keys(tree).filter((file) => file.startsWith("src/logging/"))).toEqual([]);
    expect(await check(root)).toMatchObject({ code: 0, state: "current" });
    expect((await runCli(["upgrade"], { cwd: root })).stdout).toMatch(/^Nothing to do/);
  });

  it("an entrypoint that was renamed is to be named in create-logging.json", async () => {
    const root = await scaffold();
    renameSync(path.join(root, "src/index.js"), path.join(root, "src/main.js"));
    const { code, stderr } = await runCli(["upgrade"], { cwd: root });
    expect([code, stderr]).toEqual([
      2,
      "Entrypoint 'src/index.js' does not exist. Correct 'entries' in 'create-logging.json'.\n",
    ]);
  });

  it("refuses a set-up module under another name: entrypoints load it by its own", async () => {
    const root = await scaffold();
    renameSync(path.join(root, "src/logging/setup.js"), path.join(root, "src/logging/init.js"));
    const before = readTree(root);
    const { code, stderr } = await runCli(["upgrade"], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining("Call it 'setup.js' again")]);
    expect(readTree(root)).toEqual(before);
  });

  it("refuses to go back to an older version, and a lock file of a newer kind", async () => {
    const root = await scaffold();
    edit(root, "create-logging.lock", (text) =>
      text.replace(/"version": ".*"/, '"version": "9.1.0"'),
    );
    const before = readTree(root);
    for (const args of [["upgrade"], ["--yes"], ["upgrade", "--check"]]) {
      const { code, stderr } = await runCli(args, { cwd: root });
      expect([args, code, stderr]).toEqual([
        args,
        2,
        expect.stringContaining("Run that one: npx create-logging@9.1.0."),
      ]);
    }
    expect(readTree(root)).toEqual(before);
    edit(root, "create-logging.lock", (text) =>
      text.replace('"lockVersion": 1', '"lockVersion": 2'),
    );
    const { code, stderr } = await runCli(["upgrade"], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining("newer create-logging")]);
  });

  it("deleted stays deleted, and --restore writes it again", async () => {
    const root = await scaffold();
    const before = readTree(root);
    rmSync(path.join(root, "src/logging/exit.js"));
    const { code, stdout } = await runCli(["upgrade"], { cwd: root });
    expect([code, stdout]).toEqual([
      0,
      "Nothing to do: the logging of 'news' is up to date.\n'src/logging/exit.js' was deleted. If that was not meant, create-logging upgrade --restore writes it again.\n",
    ]);
    expect((await runCli(["upgrade", "--restore"], { cwd: root })).code).toBe(0);
    expect(readTree(root)).toEqual(before);
  });
});
