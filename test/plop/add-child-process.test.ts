import { describe, expect, it } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { esmPlopfile, makePlopRepo, readRepo, runPlop, startPlop } from "../helpers/plop-repo.js";
import { keys } from "../helpers/pty-session.js";

const bare: Tree = {
  "package.json":
    '{\n  "name": "news",\n  "type": "module",\n  "scripts": { "start": "node src/index.js" }\n}\n',
  "plopfile.js": esmPlopfile,
  "src/index.js": `import { fork } from "node:child_process";

export const scorer = () => fork("src/scorer.js");
export const other = () => fork("src/other.js", ["--once"]);
`,
  "src/scorer.js": 'console.log("scored");\n',
  "src/other.js": 'console.log("other");\n',
};

// A parent that has its logging; its files, without what is installed.
let logged: Promise<Tree> | undefined;
async function withLogging(): Promise<Tree> {
  logged ??= (async () => {
    const root = makeService(bare);
    expect((await runCli(["--name", "news", "--yes"], { cwd: root })).code).toBe(0);
    return readTree(root);
  })();
  return { ...(await logged) };
}

describe("plop add-child-process, every prompt bypassed", () => {
  it.each<[string, string[], string[]]>([
    [
      "by position",
      ["SCORER", "news-scorer", "src/scorer.js", "src/index.js:4"],
      ["SCORER", "--name", "news-scorer", "--entry", "src/scorer.js", "--site", "src/index.js:4"],
    ],
    ["the defaults", ["SCORER", "", "", ""], ["SCORER"]],
    [
      "by name, several places",
      [
        "--",
        "--descriptor",
        "X",
        "--name",
        "x",
        "--entry=-",
        "--site",
        "src/index.js:4,src/index.js:5",
      ],
      ["X", "--name", "x", "--entry", "-", "--site", "src/index.js:4", "--site", "src/index.js:5"],
    ],
  ])("gives the same bytes as the command: %s", async (_, bypass, flags) => {
    const tree = await withLogging();
    const root = await makePlopRepo(tree);
    const { code, stdout, stderr } = await runPlop(root, ["add-child-process", ...bypass]);
    const descriptor = flags[0] ?? "";
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `- \n✔  -> child process ${descriptor}\n- \n`,
    });
    expect(stdout).toMatch(/^patched +src\/index\.js /m);
    const other = makeService(tree);
    expect((await runCli(["add-child", ...flags, "--yes"], { cwd: other })).code).toBe(0);
    const after = readRepo(root);
    expect(after).toEqual(readTree(other));
    expect(after["src/index.js"]).toContain(`childEnv("${descriptor}")`);
  });

  it.each([
    ["'-' is no file of this repo", ["-", ""], undefined],
    ["'none' is no place", ["src/scorer.js", "none"], "src/scorer.js"],
  ])("%s", async (_, said, entry) => {
    const tree = await withLogging();
    const root = await makePlopRepo(tree);
    const { code } = await runPlop(root, ["add-child-process", "SCORER", "", ...said]);
    expect(code).toBe(0);
    const after = readRepo(root);
    expect(after["src/index.js"]).toBe(tree["src/index.js"]);
    expect(after["src/scorer.js"] === tree["src/scorer.js"]).toBe(entry === undefined);
    expect(JSON.parse(after["create-logging.json"] ?? "").children).toEqual([
      { descriptor: "SCORER", name: "news-scorer", ...(entry === undefined ? {} : { entry }) },
    ]);
  });

  it.each<[string, string[], string]>([
    [
      "a bad descriptor",
      ["scorer", "", "", ""],
      "[ERROR] Descriptor 'scorer' is not in upper snake case, as SCORER is.",
    ],
    ["a bad name", ["A", "a/b", "", ""], "[ERROR] Name 'a/b' has a '/'."],
    ["no such file", ["A", "", "x.js", ""], "[ERROR] Entrypoint 'x.js' does not exist."],
    [
      "no place",
      ["A", "", "-", "src/index.js"],
      "[ERROR] Site 'src/index.js' is no place such as src/index.ts:12.",
    ],
    [
      "a place that starts nothing",
      ["A", "", "-", "src/index.js:1"],
      "✖  -> 'src/index.js:1' starts no process. These do:",
    ],
    ["its parent's name", ["A", "news", "-", "none"], "✖  -> Child 'A' has its parent's name"],
    [
      "prompts left open, and nobody to ask",
      ["A"],
      "[ERROR] There is no terminal to ask at, and answers are missing: name, entry, site.",
    ],
  ])("%s: our words, plop's exit code 1, nothing written", async (_, bypass, words) => {
    const tree = await withLogging();
    const root = await makePlopRepo(tree);
    const { code, stderr } = await runPlop(root, ["add-child-process", ...bypass]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) });
    expect(readRepo(root)).toEqual(tree);
  });

  it("is refused where the parent has no logging", async () => {
    const root = await makePlopRepo(bare);
    const { code, stderr } = await runPlop(root, ["add-child-process", "A", "", "-", "none"]);
    expect(code).toBe(1);
    expect(stderr).toContain("a parent's logging comes before its children's");
    expect(readRepo(root)).toEqual(bare);
  });
});

describe("plop add-child-process, a person at a terminal", () => {
  it("is offered what the command would take, sees the plan, confirms, and gets the same bytes", async () => {
    const tree = await withLogging();
    const root = await makePlopRepo(tree);
    const person = startPlop(root, ["add-child-process"]);
    await person.see("Descriptor of the child");
    person.type("SCORER");
    person.type(keys.enter);
    await person.see("Name of the child, also of its log file: (news-scorer)");
    person.type(keys.enter);
    await person.see("(none of this repo: -): (src/scorer.js)");
    person.type(keys.enter);
    await person.see("Which of these places start it?");
    await person.see("◉ src/index.js:4");
    await person.see("◯ src/index.js:5");
    person.type(keys.enter);
    await person.see("patch ");
    await person.see("Write this? (Y/n)");
    expect(readRepo(root)).toEqual(tree);
    person.type(keys.enter);
    await person.see("✔  -> child process SCORER");
    expect(await person.end()).toBe(0);
    const other = makeService(tree);
    await runCli(["add-child", "SCORER", "--yes"], { cwd: other });
    expect(readRepo(root)).toEqual(readTree(other));
  });

  it("says no at the plan: nothing is written, plop exits 1", async () => {
    const tree = await withLogging();
    const root = await makePlopRepo(tree);
    const person = startPlop(root, ["add-child-process", "SCORER", "", "", "_"]);
    await person.see("Which of these places start it?");
    person.type(keys.enter);
    await person.see("Write this?");
    person.type("n");
    person.type(keys.enter);
    await person.see("✖  -> Nothing was written, as you wished.");
    expect(await person.end()).toBe(1);
    expect(readRepo(root)).toEqual(tree);
  });

  it("where nothing starts a process, there is no place to choose", async () => {
    const tree = await withLogging();
    tree["src/index.js"] = 'import "./logging/setup.js";\n';
    const root = await makePlopRepo(tree);
    const person = startPlop(root, ["add-child-process", "SCORER", "", "-"]);
    await person.see("Which of these places start it?");
    person.type(keys.enter);
    await person.see("Write this?");
    person.type(keys.ctrlC);
    expect(await person.end()).toBe(1);
    expect(readRepo(root)).toEqual(tree);
  });
});
