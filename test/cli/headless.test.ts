import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli, spawnCli, splitShell } from "../helpers/cli-run.js";
import { commitAll, makeService, plainService, twoEntryService } from "../helpers/cli-service.js";

const said = ["--name", "news", "--entry", "src/index.js"];

describe("a run without a terminal", () => {
  it("with every answer in flags writes the setup, reports it, and ends with the replay command", async () => {
    const root = makeService(plainService);
    const { code, stdout, stderr } = await spawnCli(said, { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const after = readTree(root);
    expect(Object.keys(after).filter((file) => !file.startsWith("src/logging/"))).toEqual([
      ".env.example",
      ".gitignore",
      "create-logging.json",
      "create-logging.lock",
      "package.json",
      "src/index.js",
    ]);
    expect(after["src/index.js"]).toBe('import "./logging/setup.js";\n\nconsole.log("up");\n');
    expect(stdout).toMatch(/^created +src\/logging\/ /m);
    expect(stdout).toMatch(/^patched +src\/index\.js /m);
    expect(stdout).toMatch(
      /\n {2}npx create-logging@\d+\.\d+\.\d+ --name news --entry src\/index\.js --yes\n$/,
    );
  });

  it("a second run changes nothing and says so", async () => {
    const root = makeService(plainService);
    await runCli(said, { cwd: root });
    const before = readTree(root);
    const second = await spawnCli([], { cwd: root });
    expect(second).toMatchObject({
      code: 0,
      stdout: "Nothing to do: the logging of 'news' is up to date.\n",
      stderr: "",
    });
    expect(readTree(root)).toEqual(before);
  });

  it("the replay command, run in a fresh copy, writes the same bytes", async () => {
    const hostile = "it's {{a}} <% b %> 🗞️";
    const first = makeService(plainService);
    const child = "SCORER=news scorer:src/scorer.js";
    const files = { ...plainService, "src/scorer.js": "" };
    for (const root of [first]) writeFileSync(path.join(root, "src/scorer.js"), "");
    const { code, stdout } = await runCli(
      ["--name", hostile, "--yes", "--child", child, "--env-var", "NODE_ENV", "--dir", "lib/log"],
      { cwd: first },
    );
    expect(code).toBe(0);
    const replay = stdout.trimEnd().split("\n").at(-1)?.trim() ?? "";
    const second = makeService(files);
    expect(await runCli(splitShell(replay).slice(2), { cwd: second })).toMatchObject({ code: 0 });
    expect(readTree(second)).toEqual(readTree(first));
  });

  it.each<[string, Tree, string[], string]>([
    [
      "answers missing",
      plainService,
      [],
      "There is no terminal to ask at, and answers are missing. Pass --name news --entry src/index.js (--yes takes that entrypoint, the one detected).\n",
    ],
    [
      "a name missing, with --yes",
      plainService,
      ["--yes"],
      "There is no terminal to ask at, and answers are missing. Pass --name news.\n",
    ],
    [
      "several entrypoints, with --yes",
      twoEntryService,
      ["--yes", "--name", "news"],
      [
        "Several files start this service:",
        "  src/index.js   package.json scripts.start",
        "  src/worker.js  Procfile:1",
        "Pass each that is to log with --entry, for example: --entry src/index.js",
        "",
      ].join("\n"),
    ],
    [
      "no entrypoint",
      { "package.json": '{ "name": "news" }' },
      ["--yes", "--name", "news"],
      "Cannot find an entrypoint: tried 'index.js', 'main.js', 'server.js', 'app.js'. Pass one with --entry <file>.\n",
    ],
    ["no package.json", { "src/index.js": "" }, said, "package.json"],
    ["a package.json that is not JSON", { "package.json": "{" }, said, "'package.json'"],
    [
      "an entrypoint that does not parse",
      { ...plainService, "src/index.js": "import {" },
      said,
      "'src/index.js:1'",
    ],
    [
      "an entrypoint that is not there",
      plainService,
      ["--name", "a", "--entry", "x.js"],
      "Entrypoint 'x.js' does not exist. Pass a source file in '",
    ],
    [
      "an entrypoint elsewhere",
      plainService,
      ["--name", "a", "--entry", "../x.js"],
      "Entrypoint '../x.js' has a '..', and must stay in the package.",
    ],
    [
      "a folder that is not ours",
      { ...plainService, "src/logging/index.js": "mine\n" },
      said,
      "'src/logging/index.js' exists and was not written by create-logging. Move it, or pass --dir <folder>",
    ],
    [
      "a broken create-logging.json",
      { ...plainService, "create-logging.json": '{\n "name": 1\n}' },
      said,
      "'create-logging.json' 2:10: name 1 is not a text. Write a plain file name.\n",
    ],
    [
      "--name with a path",
      plainService,
      ["--name", "../news"],
      "Name '../news' has a '/'. Pass a plain file name with --name.\n",
    ],
    [
      "--name with a line break",
      plainService,
      ["--name", "a\nb"],
      "Name 'a\\nb' has a control character (U+000A). Pass a plain file name with --name.\n",
    ],
    [
      "a blank --name",
      plainService,
      ["--name="],
      "Name '' is blank. Pass a plain file name with --name.\n",
    ],
    [
      "--dir that leads out",
      plainService,
      [...said, "--dir", "../logging"],
      "Folder '../logging' has a '..', and must stay in the package.",
    ],
    [
      "--env-var that is no variable",
      plainService,
      [...said, "--env-var", "NODE-ENV"],
      "Variable 'NODE-ENV' is not the name of an environment variable",
    ],
    [
      "--target cobol",
      plainService,
      [...said, "--target", "cobol"],
      "Target 'cobol' is not known. Pass --target node or --target python.\n",
    ],
    [
      "--child in lower case",
      plainService,
      [...said, "--child", "scorer"],
      "Can't read child 'scorer': its descriptor 'scorer' is not in upper snake case, as SCORER is.",
    ],
    [
      "a child with its parent's name",
      plainService,
      [...said, "--child", "A=news"],
      "Child 'A' has its parent's name 'news'",
    ],
    [
      "an unknown flag",
      plainService,
      ["--nmae", "x"],
      "Unknown option '--nmae'. Did you mean --name?\n",
    ],
    [
      "an unknown flag like no other",
      plainService,
      ["--xyzzy"],
      "Unknown option '--xyzzy'. See create-logging --help.\n",
    ],
    [
      "a flag without its value",
      plainService,
      ["--name"],
      "Option '--name <name>' argument missing. See create-logging --help.\n",
    ],
    [
      "two directories",
      plainService,
      [".", "src"],
      "There is no terminal to ask at, and each service needs a name and an entrypoint. To take what is detected: create-logging . src --yes\n",
    ],
    [
      "a directory that is not there",
      plainService,
      ["nowhere"],
      "'nowhere' does not exist. Pass the directory of a package as [dir].\n",
    ],
    [
      "a directory that is a file",
      plainService,
      ["package.json"],
      "'package.json' is not a directory. Pass the directory of a package as [dir].\n",
    ],
    [
      "a blank directory",
      plainService,
      [""],
      "'' does not exist. Pass the directory of a package as [dir].\n",
    ],
    [
      "--cwd that is not there",
      plainService,
      ["--cwd", "nowhere"],
      "'nowhere' does not exist. Pass the directory of a package as --cwd <dir>.\n",
    ],
  ])(
    "is refused with exit 2 and the next step, and the repo left as it was: %s",
    async (_, tree, args, message) => {
      const root = makeService(tree);
      const before = readTree(root);
      const { code, stdout, stderr } = await runCli(args, { cwd: root });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(readTree(root)).toEqual(before);
    },
  );

  it.skipIf(process.getuid?.() === 0)("is refused in a read-only repo", async () => {
    const root = makeService(plainService);
    chmodSync(root, 0o555);
    const { code, stderr } = await runCli(said, { cwd: root });
    chmodSync(root, 0o755);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
    expect(readTree(root)).toEqual(plainService);
  });

  it("a folder that is a link out of the repo is refused", async () => {
    const root = makeService(plainService);
    const elsewhere = makeDirectory();
    symlinkSync(elsewhere, path.join(root, "src/logging"));
    const before = readTree(root);
    const { code, stderr } = await runCli(said, { cwd: root });
    expect(stderr).toContain("'src/logging");
    expect(code).toBe(2);
    expect(readTree(root)).toEqual(before);
    expect(readTree(elsewhere)).toEqual({});
  });
});

describe("names that mean something elsewhere are only names", () => {
  it.each(["it's", "{{name}}", "<%= name %>", "`$" + "{name}`", "--yes", "🗞️ 新聞", "a:b=c"])(
    "%j as name of the service and of its child",
    async (name) => {
      const root = makeService(plainService);
      const { code, stderr } = await runCli(
        [`--name=${name}`, `--child=SCORER=${name} child`.replace(/:/g, "-"), "--yes"],
        { cwd: root },
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const config = JSON.parse(
        Buffer.from(readTree(root)["create-logging.json"] ?? "", "latin1").toString(),
      );
      expect(config).toMatchObject({
        name,
        children: [{ name: `${name} child`.replace(/:/g, "-") }],
      });
      expect(await runCli([], { cwd: root })).toMatchObject({ code: 0 });
    },
  );
});

describe("where it works", () => {
  it("[dir] is relative to --cwd, and the replay command to where the person is", async () => {
    const root = makeService(
      Object.fromEntries(Object.entries(plainService).map(([file, text]) => [`a/b/${file}`, text])),
    );
    const { code, stdout } = await runCli(["b", "--cwd", "a", ...said], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/npx create-logging@\S+ a\/b --name news/);
    expect(readTree(root)["a/b/src/index.js"]).toContain("./logging/setup.js");
  });

  it("a dirty git tree is said on stderr, a clean one is not, and neither blocks", async () => {
    const root = makeService(plainService);
    commitAll(root);
    const clean = await runCli([...said, "--dry-run"], { cwd: root });
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    mkdirSync(path.join(root, "notes"));
    writeFileSync(path.join(root, "notes/a.txt"), "mine");
    const dirty = await runCli(said, { cwd: root });
    expect(dirty).toMatchObject({
      code: 0,
      stderr: "Git has uncommitted changes here; these come on top of them.\n",
    });
  });
});
