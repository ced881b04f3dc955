import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree, type Tree, writeTree } from "../helpers/apply-tree.js";
import { family, workspaceFamily } from "../helpers/cli-family.js";
import { type CliResult, runCli, splitShell } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";

const scaffolded = new Map<Tree, Tree>();

/** A service `news` with its logging: scaffolded once, then copied. */
async function makeParent(tree: Tree = family): Promise<string> {
  const known = scaffolded.get(tree);
  if (known !== undefined) return makeService(known);
  const root = makeService(tree);
  await runCli(["--name", "news", "--yes"], { cwd: root });
  scaffolded.set(tree, readTree(root));
  return root;
}

function addChild(cwd: string, ...args: string[]): Promise<CliResult> {
  return runCli(["add-child", ...args], { cwd });
}

function changed(before: Tree, after: Tree): string[] {
  const files = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...files].filter((file) => before[file] !== after[file]).sort();
}

function childrenOf(tree: Tree): unknown {
  return JSON.parse(tree["create-logging.json"] ?? "{}").children;
}

describe("add-child without a terminal", () => {
  it("ENV-7, CHILD-1: with --yes takes the usual name and the places whose script is the child's, and touches nothing else", async () => {
    const root = await makeParent();
    const before = readTree(root);
    const { code, stdout, stderr } = await addChild(root, "SCORER", "--yes");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const after = readTree(root);
    expect(changed(before, after)).toEqual([
      ".env.example",
      "create-logging.json",
      "create-logging.lock",
      "src/index.js",
      "src/logging/README.md",
      "src/logging/settings.js",
      "src/logging/setup-child.js",
      "src/scorer.js",
    ]);
    expect(childrenOf(after)).toEqual([
      { descriptor: "SCORER", name: "news-scorer", entry: "src/scorer.js" },
    ]);
    expect(after["src/scorer.js"]).toBe(
      `import "./logging/setup-child.js";\n\n${family["src/scorer.js"]}`,
    );
    const patched = (family["src/index.js"] ?? "")
      .replace("import { exec", 'import "./logging/setup.js";\nimport { exec')
      .replace(
        'child_process";\n',
        'child_process";\nimport { childEnv } from "./logging/index.js";\n',
      )
      .replace(
        'fork("./src/scorer.js")',
        'fork("./src/scorer.js", [], { env: childEnv("SCORER") })',
      );
    expect(after["src/index.js"]).toBe(patched);
    expect(after[".env.example"]).toBe(
      `${before[".env.example"]}\n# Name of the child process SCORER, and of its log file.\nNAME_CHILD_PROCESS_SCORER=news-scorer\n`,
    );
    expect(stdout).toContain(
      "src/index.js:6: starts a child process (node src/deduper.js): declare it with create-logging add-child DEDUPER --site src/index.js:6\n",
    );
    expect(stdout).toContain("1 other place starts a program that is no such child, or lies in");
    expect(stdout).toMatch(
      /\n {2}npx create-logging@\S+ add-child SCORER --name news-scorer --entry src\/scorer\.js --yes\n$/,
    );
  });

  it("C1, C3, C7: gives two children their environments, each in its own way", async () => {
    const root = await makeParent({
      ...family,
      "src/index.js": (family["src/index.js"] ?? "").replace('MODE: "fast"', 'NAME_APP: "dedup"'),
    });
    await addChild(root, "SCORER", "--yes");
    const { code } = await addChild(root, "DEDUPER", "--yes");
    expect(code).toBe(0);
    const after = readTree(root);
    // A name that the place gave it before stays its name, and its log file's.
    expect(childrenOf(after)).toEqual([
      { descriptor: "SCORER", name: "news-scorer", entry: "src/scorer.js" },
      { descriptor: "DEDUPER", name: "dedup", entry: "src/deduper.js" },
    ]);
    expect(after["src/index.js"]).toContain(
      '{ env: { ...process.env, NAME_APP: childEnv("DEDUPER").NAME_APP } }',
    );
  });

  it("a second run changes nothing and says so, and so does the replay command", async () => {
    const root = await makeParent();
    const { stdout } = await addChild(root, "SCORER", "--yes");
    const before = readTree(root);
    const nothing = "Nothing to do: the logging of 'news' is up to date.\n";
    expect(await addChild(root, "SCORER", "--yes")).toMatchObject({ code: 0, stdout: nothing });
    const replay = stdout.trimEnd().split("\n").at(-1)?.trim().split(" ").slice(2) ?? [];
    expect(await runCli(replay, { cwd: root })).toMatchObject({ code: 0, stdout: nothing });
    expect(readTree(root)).toEqual(before);
  });

  it("the replay command in a fresh copy writes the same bytes", async () => {
    const [first, second] = [await makeParent(), await makeParent()];
    const { stdout } = await addChild(first, "DEDUPER", "--name", "it's {{a}} <%b%> 🗞️", "--yes");
    const replay = stdout.trimEnd().split("\n").at(-1)?.trim() ?? "";
    expect(await runCli(splitShell(replay).slice(2), { cwd: second })).toMatchObject({ code: 0 });
    expect(readTree(second)).toEqual(readTree(first));
  });

  it("--watch records its end in the parent's log, CHILD-3", async () => {
    const root = await makeParent();
    await addChild(root, "SCORER", "--yes", "--watch");
    expect(readTree(root)["src/index.js"]).toContain(
      'watchChild("SCORER", fork("./src/scorer.js", [], { env: childEnv("SCORER") }));',
    );
  });

  it("--dry-run and --diff show the plan, and write nothing", async () => {
    const root = await makeParent();
    const before = readTree(root);
    const dry = await addChild(root, "SCORER", "--yes", "--dry-run");
    expect(dry.stdout).toMatch(/^patch +src\/index\.js +gives child 'SCORER' its environment$/m);
    const { stdout } = await addChild(root, "SCORER", "--yes", "--diff");
    expect(stdout).toContain('+fork("./src/scorer.js", [], { env: childEnv("SCORER") });');
    expect(readTree(root)).toEqual(before);
  });

  it("a child in another package of the repo gets its logging there, in a plan of its own", async () => {
    const repo = makeService(workspaceFamily);
    const root = path.join(repo, "services/news");
    await runCli(["--name", "news", "--yes"], { cwd: root });
    const { code, stdout } = await addChild(root, "SCORER", "--yes");
    expect(code).toBe(0);
    const after = readTree(repo);
    expect(after["services/scorer/src/main.js"]).toBe(
      "'use strict';\nrequire('./logging/setup');\n\nconsole.log('scoring');\n",
    );
    expect(JSON.parse(after["services/scorer/create-logging.json"] ?? "")).toMatchObject({
      name: "news-scorer",
      entries: ["src/main.js"],
    });
    expect(after["services/news/src/index.js"]).toContain(
      'fork("../scorer/src/main.js", [], { env: childEnv("SCORER") });',
    );
    expect(
      childrenOf({ "create-logging.json": after["services/news/create-logging.json"] ?? "" }),
    ).toEqual([{ descriptor: "SCORER", name: "news-scorer" }]);
    expect(after["package.json"]).toBe(workspaceFamily["package.json"]);
    expect(stdout).toMatch(/^=== \.\.\/scorer ===\ncreated [\s\S]*^=== \. ===\n/m);
    const again = await addChild(root, "SCORER", "--entry", "../scorer/src/main.js", "--yes");
    expect(again.code).toBe(0);
    expect(readTree(repo)).toEqual(after);
  });

  it("a Python child is given its name, and gets its logging in its own project", async () => {
    const repo = makeService(workspaceFamily);
    const root = path.join(repo, "services/news");
    await runCli(["--name", "news", "--yes"], { cwd: root });
    const { code, stdout } = await addChild(root, "CLEANER", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "patched  main.py              loads 'setup' ahead of everything else",
    );
    const after = readTree(repo);
    expect(after["services/news/src/index.js"]).toContain(
      'spawn("python3", ["../cleaner/main.py"], { env: childEnv("CLEANER") });',
    );
    expect(after["services/cleaner/main.py"]).toBe(
      `from app_logging import setup as _setup  # noqa: F401\n\n${workspaceFamily["services/cleaner/main.py"]}`,
    );
    expect(after["services/cleaner/create-logging.json"]).toContain('"name": "news-cleaner"');
  });

  it("a child in another repo stays untouched, and the command for there is printed", async () => {
    const root = await makeParent();
    const other = makeDirectory();
    writeTree(other, { "package.json": '{ "name": "other" }\n', "main.js": "run();\n" });
    for (const repo of [root, other]) mkdirSync(path.join(repo, ".git"));
    const { code, stdout } = await addChild(
      root,
      "OTHER",
      "--entry",
      path.join(other, "main.js"),
      "--yes",
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`npx create-logging ${other} --name news-other --entry main.js`);
    expect(Object.keys(readTree(other))).toEqual([".git/", "main.js", "package.json"]);
  });

  it("names the child without a place or an entrypoint, where it is started by nobody here", async () => {
    const root = await makeParent();
    const { code, stdout } = await addChild(root, "BACKUP", "--name", "backup", "--yes");
    expect(code).toBe(0);
    const after = readTree(root);
    expect(childrenOf(after)).toEqual([{ descriptor: "BACKUP", name: "backup" }]);
    expect(after["src/index.js"]).toBe(`import "./logging/setup.js";\n${family["src/index.js"]}`);
    expect(stdout).toContain("The child's own entrypoint was not named");
  });

  it.each<[string, string[], string]>([
    [
      "nothing is said",
      [],
      "There is nobody to ask, and answers are missing. Pass the child's descriptor, such as SCORER, and --name <name> (--yes takes the usual one).\nThese places start a process:\n  src/index.js:4  fork ./src/scorer.js  create-logging add-child SCORER\n  src/index.js:6  node src/deduper.js  create-logging add-child DEDUPER\n",
    ],
    [
      "the descriptor is no identifier",
      ["my-child", "--yes"],
      "Descriptor 'my-child' is not in upper snake case, as MY_CHILD is. Write create-logging add-child X.\n",
    ],
    [
      "the descriptor would end a string",
      ['A"; process.exit(1); "', "--yes"],
      "Descriptor 'A\"; process.exit(1); \"' is not in upper snake case. Write create-logging add-child X.\n",
    ],
    [
      "the child has its parent's name",
      ["SCORER", "--name", "news", "--yes"],
      "Child 'SCORER' has its parent's name 'news': both would write one log file. Name it otherwise: --name <name>.\n",
    ],
    [
      "two children have one name",
      ["SCORER", "--name", "dedup", "--yes"],
      "Children 'DEDUPER' and 'SCORER' have one name, 'dedup': both would write one log file. Name one otherwise: --name <name>.\n",
    ],
    [
      "the name is no file name",
      ["SCORER", "--name", "../up", "--yes"],
      "Name '../up' has a '/'. Pass a plain file name with --name.\n",
    ],
    [
      "the entrypoint is the parent's own",
      ["SCORER", "--entry", "src/index.js", "--yes"],
      "'src/index.js' is given as the entrypoint of child 'SCORER' and of the service itself. Name it once: leave it out for the child, or pass another --entry.\n",
    ],
    [
      "the entrypoint is not there",
      ["SCORER", "--entry", "src/gone.js", "--yes"],
      "Entrypoint 'src/gone.js' does not exist. Pass the file that the child runs with --entry <file>.\n",
    ],
    [
      "the entrypoint is a part of the logging folder",
      ["SCORER", "--entry", "src/logging/start.js", "--yes"],
      "Cannot patch 'src/logging/start.js': is a part of the logging folder, and no entrypoint.\nNothing was changed. Correct it, or pass another entrypoint with --entry <file>.\n",
    ],
    [
      "the entrypoint is nothing that runs",
      ["SCORER", "--entry", "package.json", "--yes"],
      "Entrypoint 'package.json' is no file that a process runs. Pass the file that the child runs with --entry <file>.\n",
    ],
    [
      "the place starts nothing",
      ["SCORER", "--site", "src/index.js:1", "--yes"],
      "'src/index.js:1' starts no process. These do:\n  src/index.js:5  fork ./src/scorer.js\n  src/index.js:7  node src/deduper.js\n",
    ],
    [
      "the place starts another program",
      ["SCORER", "--site", "src/index.js:11", "--yes"],
      "'src/index.js:11' can't be patched: it runs 'git', which is no service of yours. Leave it out.\n",
    ],
    [
      "the place is another child's",
      ["SCORER", "--site", "src/index.js:7", "--yes"],
      "Cannot patch 'src/index.js:7': is child 'DEDUPER' already.\nNothing was changed. Correct it, or pass other places with --site <file:line>.\n",
    ],
    [
      "the place is no place",
      ["SCORER", "--site", "src/index.js", "--yes"],
      "Site 'src/index.js' is no place such as src/index.ts:12. Pass --site <file:line>.\n",
    ],
  ])("refuses, and changes nothing, when %s", async (_, args, message) => {
    const root = await makeParent();
    if (args.length > 0) await addChild(root, "DEDUPER", "--name", "dedup", "--yes");
    const before = readTree(root);
    const { code, stdout, stderr } = await addChild(root, ...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: message });
    expect(readTree(root)).toEqual(before);
  });

  it("refuses a package that has no logging yet, with the next step", async () => {
    const root = makeService(family);
    expect(await addChild(root, "SCORER", "--yes")).toMatchObject({
      code: 2,
      stderr: `'${root}' has no 'create-logging.json': a parent's logging comes before its children's. Run create-logging in the service that starts the child, then this there.\n`,
    });
    expect(readTree(root)).toEqual(family);
  });

  it("refuses a child's package that can't be patched, and leaves the parent as it was", async () => {
    const broken = { ...workspaceFamily, "services/scorer/src/main.js": "const = ;\n" };
    const repo = makeService(broken);
    const root = path.join(repo, "services/news");
    await runCli(["--name", "news", "--yes"], { cwd: root });
    const before = readTree(repo);
    const { code, stderr } = await addChild(root, "SCORER", "--yes");
    expect([code, stderr]).toEqual([2, expect.stringContaining("Cannot patch 'src/main.js")]);
    expect(readTree(repo)).toEqual(before);
  });

  it("places that stand below each other: neither a replay nor a mistaken --site takes the neighbour's", async () => {
    const text =
      'import { fork } from "node:child_process";\n\nfork("./src/deduper.js");\nfork("./src/scorer.js");\n';
    const root = await makeParent({ ...family, "src/index.js": text });
    const { stdout } = await addChild(root, "SCORER", "--yes");
    const before = readTree(root);
    const replay = splitShell(stdout.trimEnd().split("\n").at(-1)?.trim() ?? "");
    expect(await runCli(replay.slice(2), { cwd: root })).toMatchObject({
      code: 0,
      stdout: "Nothing to do: the logging of 'news' is up to date.\n",
    });
    // The line it had before the import came in is now the neighbour's.
    const old = await addChild(root, "SCORER", "--site", "src/index.js:5", "--yes");
    expect(old).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to do") });
    expect(readTree(root)).toEqual(before);
    const mistaken = ["--entry", "src/deduper.js", "--site", "src/index.js:6", "--yes"];
    expect(await addChild(root, "DEDUPER", ...mistaken)).toMatchObject({
      code: 2,
      stderr:
        "'src/index.js:6' starts 'src/scorer.js', and not the entrypoint of child 'DEDUPER'. Pass the place that does with --site <file:line>.\n",
    });
    expect(readTree(root)).toEqual(before);
  });

  it("an entrypoint behind a link is found where it is started by that link's name", async () => {
    const { "src/scorer.js": text = "", ...others } = family;
    const root = await makeParent({ ...others, "src/real-scorer.js": text });
    symlinkSync("real-scorer.js", path.join(root, "src/scorer.js"));
    const { code } = await addChild(root, "SCORER", "--entry", "src/scorer.js", "--yes");
    expect(code).toBe(0);
    const after = readTree(root);
    expect(after["src/index.js"]).toContain('childEnv("SCORER")');
    expect(after["src/real-scorer.js"]).toBe(`import "./logging/setup-child.js";\n\n${text}`);
  });

  it("a TypeScript file beside a JavaScript entrypoint is told of: the JavaScript folder has no types for it", async () => {
    const root = await makeParent({
      "package.json": '{ "name": "news", "scripts": { "start": "node bin/news.js" } }\n',
      "bin/news.js": 'require("../lib/cli").run();\n',
      "tsconfig.json":
        '{ "compilerOptions": { "strict": true, "module": "commonjs", "rootDir": "src", "outDir": "lib" } }\n',
      "src/cli.ts":
        'import { fork } from "node:child_process";\nexport function run(): void {\n  fork(require.resolve("./scorer.js"));\n}\n',
      "src/scorer.ts": "export {};\n",
    });
    const before = readTree(root);
    const { code, stdout } = await addChild(root, "SCORER", "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain("src/cli.ts:3: is TypeScript, and the logging folder is JavaScript");
    expect(readTree(root)["src/cli.ts"]).toBe(before["src/cli.ts"]);
  });

  it("another name for a child comes into .env.example, where the older one of ours stands untouched", async () => {
    const root = await makeParent();
    await addChild(root, "SCORER", "--yes");
    const before = readTree(root)[".env.example"] ?? "";
    expect(before).toContain("NAME_CHILD_PROCESS_SCORER=news-scorer\n");
    const { code } = await addChild(root, "SCORER", "--name", "points", "--yes");
    expect(code).toBe(0);
    expect(readTree(root)[".env.example"]).toBe(before.replace("=news-scorer", "=points"));
  });

  it("--watch is said to be impossible where no child goes on running", async () => {
    const text =
      'import { execSync } from "node:child_process";\nexecSync("node src/scorer.js");\n';
    const root = await makeParent({ ...family, "src/index.js": text });
    const { stdout } = await addChild(root, "SCORER", "--watch", "--yes");
    expect(stdout).toContain("src/index.js:3: can't be watched");
    expect(readTree(root)["src/index.js"]).toContain(
      'execSync("node src/scorer.js", { env: childEnv("SCORER") })',
    );
  });

  it("a child whose file is gone is told of with what to correct", async () => {
    const root = await makeParent();
    await addChild(root, "SCORER", "--yes");
    rmSync(path.join(root, "src/scorer.js"));
    expect(await addChild(root, "DEDUPER", "--yes")).toMatchObject({
      code: 2,
      stderr:
        "Entrypoint 'src/scorer.js' does not exist. Correct the 'entry' of child 'SCORER' in 'create-logging.json', or take it out there.\n",
    });
  });

  it("a preview is refused as the run would be, with the plan all the same", async () => {
    const root = await makeParent();
    chmodSync(path.join(root, "src/index.js"), 0o444);
    const preview = await addChild(root, "SCORER", "--yes", "--dry-run");
    const run = await addChild(root, "SCORER", "--yes");
    expect([preview.code, run.code]).toEqual([2, 2]);
    expect(preview.stderr).toBe(run.stderr);
    expect(preview.stdout).toContain("gives child 'SCORER' its environment");
  });

  it("follows a file with CRLF and a BOM, byte for byte", async () => {
    const text = (family["src/index.js"] ?? "").replaceAll("\n", "\r\n");
    const root = await makeParent({ ...family, "src/index.js": `\u00ef\u00bb\u00bf${text}` });
    const scaffolded = readTree(root)["src/index.js"] ?? "";
    await addChild(root, "SCORER", "--yes");
    const after = readTree(root)["src/index.js"] ?? "";
    expect(after.startsWith("\u00ef\u00bb\u00bf")).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
    expect(after.split("\r\n").filter((line) => !/childEnv/.test(line))).toEqual(
      scaffolded.split("\r\n").filter((line) => !/^fork/.test(line)),
    );
  });

  it("keeps what the owner changed in the parent's settings beside the new child", async () => {
    const root = await makeParent();
    const settings = path.join(root, "src/logging/settings.js");
    const edited = (readTree(root)["src/logging/settings.js"] ?? "").replace(
      /\/\*\* What holds where.*/,
      "/** Ours, and it stays. */",
    );
    writeFileSync(settings, edited, "latin1");
    const { code } = await addChild(root, "SCORER", "--yes");
    expect(code).toBe(0);
    const after = readTree(root)["src/logging/settings.js"] ?? "";
    expect(after).toContain("/** Ours, and it stays. */");
    expect(after).toContain('export const children = ["SCORER"];');
  });
});
