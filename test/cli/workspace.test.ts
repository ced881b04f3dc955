import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli, spawnCli } from "../helpers/cli-run.js";
import { makeService, makeTools, untypedService } from "../helpers/cli-service.js";
import { partOf, serviceIn, workspace } from "../helpers/workspace-tree.js";

const three = ["services/api", "services/mail", "services/worker"];

/** What a tree has besides, or otherwise, than another. */
function changesOf(after: Tree, before: Tree): string[] {
  return Object.keys(after).filter((file) => after[file] !== before[file]);
}

function headings(text: string): string[] {
  return [...text.matchAll(/^=== (.*) ===$/gm)].map(([, dir]) => dir ?? "");
}

describe("a workspace", () => {
  it("of 3 services and 2 libraries: one command scaffolds exactly the 3, each as it would be alone", async () => {
    const root = makeService(workspace);
    const { code, stdout, stderr } = await runCli(["--yes"], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(headings(stdout)).toEqual(three);
    expect(stdout).toContain(
      [
        "Left alone",
        "  packages/db: a library ('services/api' depends on it, nothing starts it)",
        "  packages/ui: a library (it has 'exports', nothing starts it)",
        "",
        "3 services: 3 written.",
      ].join("\n"),
    );
    const after = readTree(root);
    const changed = changesOf(after, workspace);
    expect(changed.filter((file) => !three.some((dir) => file.startsWith(`${dir}/`)))).toEqual([]);
    expect(Object.keys(workspace).filter((file) => !(file in after))).toEqual([]);
    for (const dir of three) {
      const alone = makeService(workspace);
      const name = path.basename(dir);
      expect(await runCli([dir, "--name", name, "--yes"], { cwd: alone })).toMatchObject({
        code: 0,
      });
      expect(partOf(after, dir)).toEqual(partOf(readTree(alone), dir));
    }

    const second = await runCli(["--yes"], { cwd: root });
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toContain("3 services: 3 up to date.\n");
    expect(readTree(root)).toEqual(after);
  });

  it("without a terminal and without --yes: what was found, and the commands, exit 2", async () => {
    const root = makeService(workspace);
    const { code, stdout, stderr } = await runCli([], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      [
        `There is no terminal to ask at, and '${root}' holds 3 services:`,
        "  services/api     package.json scripts.start runs 'src/index.js'",
        "  services/mail    package.json scripts.start runs 'src/index.js'",
        "  services/worker  package.json scripts.dev runs 'src/index.js'",
        "Left alone:",
        "  packages/db  a library ('services/api' depends on it, nothing starts it)",
        "  packages/ui  a library (it has 'exports', nothing starts it)",
        "For all of them: create-logging --yes",
        "For those you name: create-logging services/api services/mail services/worker --yes",
        "",
      ].join("\n"),
    );
    expect(readTree(root)).toEqual(workspace);
  });

  it("the services that are named, and no other; one named twice counts once", async () => {
    const root = makeService(workspace);
    const args = ["services/api", "services/mail/", "services/api", "--yes"];
    const { code, stdout } = await runCli(args, { cwd: root });
    expect(code).toBe(0);
    expect(headings(stdout)).toEqual(["services/api", "services/mail"]);
    const changed = changesOf(readTree(root), workspace);
    expect(new Set(changed.map((file) => file.split("/").slice(0, 2).join("/")))).toEqual(
      new Set(["services/api", "services/mail"]),
    );
  });

  it.each<[string, Tree, string[], string]>([
    [
      "--name for several",
      workspace,
      ["--name", "x", "--yes"],
      "--name belongs to one service, and here are 3: 'services/api', 'services/mail', 'services/worker'. Name the one you mean, for example: create-logging services/api --name x\n",
    ],
    [
      "--child for several that are named",
      workspace,
      [...three, "--child", "A", "--yes"],
      "--child belongs to one service, and 3 are named",
    ],
    [
      "--entry of a member",
      workspace,
      ["--entry", "services/api/src/index.js", "--name", "x"],
      "Entrypoint 'services/api/src/index.js' lies in 'services/api', a package of its own. Run: create-logging services/api --entry src/index.js\n",
    ],
    [
      "two services of one name",
      { ...workspace, ...serviceIn("services/other", "@else/mail") },
      ["--yes"],
      "'services/mail' and 'services/other' would both be named 'mail', and share a log file. Nothing was written.",
    ],
    [
      "a library (MODE-6)",
      workspace,
      ["packages/db", "--name", "db", "--yes"],
      "'packages/db' is a library: 'services/api' depends on it, nothing starts it. It logs through the service that uses it",
    ],
    [
      "libraries alone",
      Object.fromEntries(
        Object.entries(workspace).filter(([file]) => !file.startsWith("services/")),
      ),
      ["--yes"],
      "No package in '",
    ],
    [
      "a folder that is not there",
      workspace,
      ["services/api", "services/no", "--yes"],
      "'services/no' does not exist.",
    ],
  ])("is refused as a whole, nothing written: %s", async (_, tree, args, message) => {
    const root = makeService(tree);
    const { code, stdout, stderr } = await runCli(args, { cwd: root });
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(readTree(root)).toEqual(tree);
  });

  it("a library is set up where its entrypoint is named, and then again without", async () => {
    const root = makeService(workspace);
    const args = ["packages/db", "--name", "db", "--entry", "index.js"];
    expect(await runCli(args, { cwd: root })).toMatchObject({ code: 0 });
    const after = readTree(root);
    expect(after["packages/db/index.js"]).toContain("./logging/setup.js");
    expect(await runCli(["packages/db"], { cwd: root })).toMatchObject({ code: 0 });
    expect(readTree(root)).toEqual(after);
  });

  it("a root that is a service itself: with the others, and alone by its replay command", async () => {
    const own = {
      name: "root",
      scripts: { start: "node src/index.js" },
      workspaces: ["services/*"],
    };
    const tree = {
      ...serviceIn("services/api", "api"),
      "package.json": `${JSON.stringify(own)}\n`,
      "src/index.js": "1;\n",
    };
    const root = makeService(tree);
    const { code, stdout } = await runCli(["--yes"], { cwd: root });
    expect(code).toBe(0);
    expect(headings(stdout)).toEqual([".", "services/api"]);
    const after = readTree(root);
    const replay = /npx create-logging@\S+ (--name root .*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    const alone = makeService(tree);
    expect(await runCli(replay, { cwd: alone })).toMatchObject({ code: 0 });
    const others = Object.keys(after).filter((file) => !file.startsWith("services/"));
    expect(changesOf(readTree(alone), tree)).toEqual(
      others.filter((file) => after[file] !== (tree as Tree)[file]),
    );
  });
});

let undisturbed: Promise<Tree> | undefined;

async function scaffoldWorkspace(): Promise<Tree> {
  const root = makeService(workspace);
  await runCli(["--yes"], { cwd: root });
  return readTree(root);
}

describe("a failure in one leaves the others whole, and the highest exit code counts", () => {
  it.each<[string, Tree, string]>([
    [
      "a broken package.json",
      { "services/mail/package.json": "{ oops" },
      "'package.json' is not valid JSON",
    ],
    [
      "an entrypoint that does not parse",
      { "services/mail/src/index.js": "import {" },
      "'src/index.js:1'",
    ],
    [
      "a folder in the way",
      { "services/mail/src/logging/index.js": "mine\n" },
      "'src/logging/index.js' exists and was not written by create-logging",
    ],
    [
      "a broken create-logging.json",
      { "services/mail/create-logging.json": "{" },
      "'create-logging.json' 1:",
    ],
    [
      "several entrypoints",
      { "services/mail/Procfile": "w: node src/w.js\n", "services/mail/src/w.js": "" },
      "Several files start this service:",
    ],
    [
      "no usable name",
      { "services/mail/package.json": '{ "scripts": { "start": "node src/index.js" } }' },
      "Its package.json gives the service no usable name. Run create-logging in 'services/mail' alone, with --name <name>.",
    ],
  ])("%s", async (title, broken, message) => {
    const tree = { ...workspace, ...broken };
    const root = makeService(tree);
    const { code, stdout, stderr } = await runCli(["--yes"], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^=== services\/mail ===\n/);
    expect(stderr).toContain(message);
    const needsAFlag = !title.startsWith("a broken");
    expect(stderr.includes("\nFor this one alone: create-logging services/mail\n")).toBe(
      needsAFlag,
    );
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(headings(stdout)).toEqual(["services/api", "services/worker"]);
    expect(stdout).toContain("3 services: 2 written, 1 failed ('services/mail').");
    const after = readTree(root);
    expect(partOf(after, "services/mail")).toEqual(partOf(tree, "services/mail"));
    undisturbed ??= scaffoldWorkspace();
    for (const dir of ["services/api", "services/worker"])
      expect(partOf(after, dir)).toEqual(partOf(await undisturbed, dir));
  });

  it("a library among those named", async () => {
    const root = makeService(workspace);
    const args = ["services/api", "packages/db", "--yes"];
    const { code, stdout, stderr } = await runCli(args, { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain("=== packages/db ===\n'packages/db' is a library:");
    expect(headings(stdout)).toEqual(["services/api"]);
    expect(partOf(readTree(root), "packages/db")).toEqual(partOf(workspace, "packages/db"));
  });
});

describe("what will be done can be seen without doing it", () => {
  it.each([["--dry-run"], ["--diff"]])("%s shows every plan and writes nothing", async (flag) => {
    const root = makeService(workspace);
    const { code, stdout } = await runCli(["--yes", flag], { cwd: root });
    expect(code).toBe(0);
    expect(headings(stdout)).toEqual(flag === "--diff" ? [...three, ...three] : three);
    expect(stdout.includes("+++ b/src/index.js")).toBe(flag === "--diff");
    expect(stdout).toContain("  packages/db: a library");
    expect(readTree(root)).toEqual(workspace);
  });

  it("--json prints one document: a plan or an error for each, and what is left alone", async () => {
    const tree = { ...workspace, "services/mail/src/index.js": "import {" };
    const root = makeService(tree);
    const preview = await runCli(["--yes", "--dry-run", "--json"], { cwd: root });
    const real = await runCli(["--yes", "--json"], { cwd: root });
    expect([preview.code, real.code]).toEqual([2, 2]);
    const [planned, applied] = [JSON.parse(preview.stdout), JSON.parse(real.stdout)];
    expect(applied).toEqual({ ...planned, applied: true });
    expect(planned).toMatchObject({
      planVersion: 1,
      applied: false,
      services: [
        { dir: "services/api", root: path.join(root, "services/api"), service: "api" },
        { dir: "services/mail", error: expect.stringContaining("'src/index.js:1'") },
        { dir: "services/worker", service: "worker" },
      ],
      leftAlone: [
        { dir: "packages/db", role: "library" },
        { dir: "packages/ui", role: "library" },
      ],
    });
    const after = readTree(root);
    for (const { dir, steps = [] } of applied.services)
      for (const step of steps)
        expect(after[`${dir}/${step.path}`]).toBe(Buffer.from(step.after).toString("latin1"));
  });
});

it("the package manager runs once for a workspace, in its root", async () => {
  const typed = (dir: string, name: string) =>
    prefixed(
      {
        ...untypedService,
        "package.json": (untypedService["package.json"] ?? "").replace("news", name),
      },
      dir,
    );
  const root = makeService({
    "package.json": '{ "workspaces": ["a", "b"] }\n',
    ...typed("a", "one"),
    ...typed("b", "two"),
  });
  const tools = makeTools({ npm: `echo "$PWD $*" >> "${root}/runs"` });
  const env = { PATH: `${tools}:${process.env["PATH"]}` };
  const { code, stderr } = await spawnCli(["--yes"], { cwd: root, env });
  expect(code).toBe(0);
  expect(readFileSync(path.join(root, "runs"), "utf8")).toBe(`${root} i\n`);
  expect(stderr).toBe("Running npm i\n");
});

it("a run that was killed in one service is settled there first", async () => {
  const root = makeService({
    ...workspace,
    "services/mail/.create-logging-journal.staging": "",
  });
  const preview = await runCli(["--yes", "--dry-run"], { cwd: root });
  expect(preview.code).toBe(2);
  expect(headings(preview.stdout)).toEqual(three);
  const { code, stderr } = await runCli(["--yes"], { cwd: root });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "An earlier run was interrupted here; it was rolled back first.\n",
  });
  expect(existsSync(path.join(root, "services/mail/.create-logging-journal.staging"))).toBe(false);
});

it("names of the services that were set up before are taken from their create-logging.json", async () => {
  const root = makeService({ ...workspace, ...serviceIn("services/other", "@else/mail") });
  await runCli(["services/other", "--name", "other-mail", "--yes"], { cwd: root });
  expect(await runCli(["--yes"], { cwd: root })).toMatchObject({ code: 0 });
  const after = readTree(root);
  expect(JSON.parse(after["services/other/create-logging.json"] ?? "")).toMatchObject({
    name: "other-mail",
  });
  rmSync(path.join(root, "services/api"), { recursive: true });
  writeFileSync(path.join(root, "package.json"), '{ "workspaces": ["services/*"] }');
  const again = await runCli(["services/mail", "services/other"], { cwd: root });
  expect(again).toMatchObject({ code: 0, stderr: "" });
});

it("folders whose names mean something elsewhere", async () => {
  const dirs = ["--yes", "it's $(a) {{b}}", "ünï *"];
  const root = makeService(
    Object.assign({}, ...dirs.map((dir, index) => serviceIn(dir, `s${index}`))),
  );
  const listed = await runCli([], { cwd: root });
  expect(listed.stderr).toContain("create-logging ./--yes 'it'\\''s $(a) {{b}}' 'ünï *' --yes\n");
  const { code, stdout } = await runCli(["--yes"], { cwd: root });
  expect(code).toBe(0);
  expect(headings(stdout).sort()).toEqual([...dirs].sort());
  const before = readTree(root);
  expect(await runCli(["--", "./--yes", "it's $(a) {{b}}"], { cwd: root })).toMatchObject({
    code: 0,
  });
  expect(readTree(root)).toEqual(before);
});

function prefixed(tree: Tree, dir: string): Tree {
  return Object.fromEntries(Object.entries(tree).map(([file, text]) => [`${dir}/${file}`, text]));
}
