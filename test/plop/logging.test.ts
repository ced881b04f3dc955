import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, type Tree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService, plainService, twoEntryService } from "../helpers/cli-service.js";
import { esmPlopfile, makePlopRepo, readRepo, runPlop, startPlop } from "../helpers/plop-repo.js";
import { keys } from "../helpers/pty-session.js";

const repo: Tree = { ...plainService, "plopfile.js": esmPlopfile };
const commonJs: Tree = {
  "package.json": '{\n  "name": "news",\n  "main": "index.js"\n}\n',
  "index.js": "console.log('up');\n",
  "plopfile.js":
    "module.exports = async function (plop) {\n  await plop.load('create-logging');\n};\n",
};

describe("plop logging, every prompt bypassed", () => {
  it.each<[string, Tree, string[], string[]]>([
    [
      "by position, an ES module's plopfile",
      { ...repo, "src/scorer.js": "" },
      ["news", "SCORER=news-scorer:src/scorer.js", "src/index.js"],
      ["--child", "SCORER=news-scorer:src/scorer.js", "--entry", "src/index.js"],
    ],
    ["by position, a CommonJS one, defaults taken", commonJs, ["news", "", ""], []],
    ["an empty name takes the package's", repo, ["", "", ""], []],
    [
      "by name",
      repo,
      ["--", "--name", "news", "--children", "A,B=b", "--entry", "src/index.js"],
      ["--child", "A", "--child", "B=b", "--entry", "src/index.js"],
    ],
    [
      "several entrypoints",
      { ...twoEntryService, "plopfile.js": esmPlopfile },
      ["news", "", "src/index.js, src/worker.js"],
      ["--entry", "src/index.js", "--entry", "src/worker.js"],
    ],
  ])("writes what the command writes: %s", async (_, tree, bypass, flags) => {
    const root = await makePlopRepo(tree);
    const { code, stdout, stderr } = await runPlop(root, ["logging", ...bypass]);
    // plop's own spinner is the dashes, where there is no terminal.
    expect({ code, stderr }).toEqual({ code: 0, stderr: "- \n✔  -> logging of 'news'\n- \n" });
    expect(stdout).toMatch(/^created +(src\/)?logging\/ /m);
    const other = makeService(tree);
    expect((await runCli(["--name", "news", ...flags, "--yes"], { cwd: other })).code).toBe(0);
    expect(readRepo(root)).toEqual(readTree(other));
  });

  it("a name is not HTML: plop's line has it as it is", async () => {
    const root = await makePlopRepo(repo);
    const { stderr } = await runPlop(root, ["logging", `it's {{a}} <b> & "c"`, "", ""]);
    expect(stderr).toContain(`✔  -> logging of 'it's {{a}} <b> & "c"'\n`);
  });

  it("a second run changes nothing and says so", async () => {
    const root = await makePlopRepo(repo);
    await runPlop(root, ["logging", "news", "", ""]);
    const before = readRepo(root);
    const { code, stdout } = await runPlop(root, ["logging", "news", "", ""]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nothing to do: the logging of 'news' is up to date.\n",
    });
    expect(readRepo(root)).toEqual(before);
  });

  it.each<[string, string[], string]>([
    ["a bad name", ["a/b", "", ""], "[ERROR] Name 'a/b' has a '/'."],
    ["a bad child", ["a", "scorer", ""], "[ERROR] Can't read child 'scorer': "],
    ["a child's name twice", ["a", "A=x,B=x", ""], "have one name, 'x'"],
    ["no such entrypoint", ["a", "", "x.js"], "[ERROR] Entrypoint 'x.js' does not exist."],
    ["one too many", ["a", "", "", "b"], "Too many bypass arguments"],
    ["an unknown name", ["--", "--nmae", "a"], "is an invalid argument"],
    [
      "a prompt left open, and nobody to ask",
      ["a", "_", ""],
      "[ERROR] There is no terminal to ask at, and answers are missing: children. Pass all in this order: plop logging <name> <children> <entry>; or by name: -- --children <children>.",
    ],
  ])(
    "%s is plop's error in our words, its exit code is 1, nothing is written",
    async (_, bypass, words) => {
      const root = await makePlopRepo(repo);
      const { code, stderr } = await runPlop(root, ["logging", ...bypass]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(words) });
      expect(readRepo(root)).toEqual(repo);
    },
  );

  it("what the pipeline refuses is a failed action: ✖, exit code 1, nothing written", async () => {
    const tree = { ...repo, "src/logging/index.js": "// mine\n" };
    const root = await makePlopRepo(tree);
    const { code, stderr } = await runPlop(root, ["logging", "news", "", ""]);
    expect(code).toBe(1);
    expect(stderr).toContain("✖  -> 'src/logging/index.js' exists and was not written by");
    expect(stderr).not.toContain("    at ");
    expect(readRepo(root)).toEqual(tree);
  });

  it("force, as plop.load is given it, overwrites", async () => {
    const forced = 'export default async (plop) => plop.load("create-logging", { force: true });\n';
    const root = await makePlopRepo({
      ...repo,
      "plopfile.js": forced,
      "src/logging/index.js": "// mine\n",
    });
    expect((await runPlop(root, ["logging", "news", "", ""])).code).toBe(0);
    expect(readRepo(root)["src/logging/index.js"]).not.toBe("// mine\n");
  });

  it("a workspace's plopfile works in the package where one stands, or that --dest names", async () => {
    const workspace: Tree = {
      "package.json": '{ "private": true, "workspaces": ["packages/*"] }\n',
      "plopfile.mjs": esmPlopfile,
    };
    for (const name of ["news", "mail"])
      for (const [file, text] of Object.entries(plainService))
        workspace[`packages/${name}/${file}`] = text;
    const root = await makePlopRepo(workspace);
    const from = path.join(root, "packages/news/src");
    expect((await runPlop(root, ["logging", "news", "", ""], { from })).code).toBe(0);
    const mail = ["--dest", "packages/mail", "logging", "mail", "", ""];
    expect((await runPlop(root, mail)).code).toBe(0);
    const after = readRepo(root);
    for (const name of ["news", "mail"])
      expect(JSON.parse(after[`packages/${name}/create-logging.json`] ?? "").name).toBe(name);
    expect(Object.keys(after).filter((file) => !file.startsWith("packages/"))).toEqual([
      "package.json",
      "plopfile.mjs",
    ]);
  });
});

describe("plop logging, a person at a terminal", () => {
  it("is asked by plop, sees the plan before anything is written, confirms it, and gets plop's tick", async () => {
    const root = await makePlopRepo(repo);
    const person = startPlop(root, ["logging"]);
    await person.see("Name of the service, also of its log file: (news)");
    person.type("a/b");
    person.type(keys.enter);
    await person.see("Name 'a/b' has a '/'.");
    person.type(`${keys.backspace.repeat(3)}news`);
    person.type(keys.enter);
    await person.see("Child processes it starts");
    person.type(keys.enter);
    await person.see("(src/index.js)");
    person.type(keys.enter);
    await person.see("create  src/logging/ ");
    await person.see("Write this? (Y/n)");
    expect(readRepo(root)).toEqual(repo);
    const shown = person.raw().length;
    person.type(keys.enter);
    await person.see("Done: ");
    await person.see("✔  -> logging of 'news'");
    expect(await person.end()).toBe(0);
    const other = makeService(repo);
    await runCli(["--name", "news", "--yes"], { cwd: other });
    expect(readRepo(root)).toEqual(readTree(other));
    // plop's spinner would have redrawn itself over the question.
    expect(person.raw().slice(person.raw().indexOf("Reading the"), shown)).not.toMatch(
      /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/,
    );
    expect(person.raw().lastIndexOf("\x1b[?25h")).toBeGreaterThan(
      person.raw().lastIndexOf("\x1b[?25l"),
    );
  });

  it("is asked only for what was not bypassed, and confirms all the same", async () => {
    const root = await makePlopRepo(repo);
    const person = startPlop(root, ["logging", "feed", "_", "src/index.js"]);
    await person.see("Child processes it starts");
    person.type(keys.enter);
    await person.see("Write this?");
    person.type("n");
    person.type(keys.enter);
    await person.see("✖  -> Nothing was written, as you wished.");
    expect(await person.end()).toBe(1);
    expect(person.text()).not.toContain("Name of the service");
    expect(readRepo(root)).toEqual(repo);
  });

  it("with every prompt bypassed is asked nothing", async () => {
    const root = await makePlopRepo(repo);
    const person = startPlop(root, ["logging", "news", "", ""]);
    expect(await person.end()).toBe(0);
    expect(person.text()).not.toContain("?");
    expect(person.text()).toContain("created  src/logging/ ");
  });

  it("is offered the answers of the run before", async () => {
    const root = await makePlopRepo({ ...twoEntryService, "plopfile.js": esmPlopfile });
    await runPlop(root, ["logging", "feed", "", "src/worker.js"]);
    const person = startPlop(root, ["logging"]);
    await person.see("(feed)");
    person.type(keys.enter);
    await person.see("Child processes");
    person.type(keys.enter);
    await person.see("(src/worker.js)");
    person.type(keys.enter);
    await person.see("Nothing to do");
    expect(await person.end()).toBe(0);
  });

  it.each([
    ["at a question", ["logging"], "Name of the service", 130],
    ["at the confirmation", ["logging", "news", "_", ""], "Write this?", 1],
  ])("ends it by Ctrl+C %s, and nothing is written", async (_, args, question, code) => {
    const root = await makePlopRepo(repo);
    const person = startPlop(root, args);
    if (args.length > 1) {
      await person.see("Child processes");
      person.type(keys.enter);
    }
    await person.see(question);
    person.type(keys.ctrlC);
    expect(await person.end()).toBe(code);
    expect(readRepo(root)).toEqual(repo);
  });
});

describe("loading the pack", () => {
  it("needs nothing that is heavy: neither ts-morph nor inquirer's new prompts, nor Eta", async () => {
    const root = await makePlopRepo(repo);
    const trace = path.join(root, "trace.mjs");
    writeFileSync(
      trace,
      `import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`
import { appendFileSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  appendFileSync(${JSON.stringify(path.join(root, "loaded.txt"))}, found.url + "\\\\n");
  return found;
}\`));
`,
    );
    const env = { NODE_OPTIONS: `--import ${trace}` };
    await runPlop(root, ["logging", "a/b", "", ""], { env });
    const loaded = readFileSync(path.join(root, "loaded.txt"), "utf8");
    expect(loaded).toContain("generators/plopfile.js");
    expect(loaded).not.toMatch(/node_modules\/(?:ts-morph|@inquirer\/prompts|eta|diff)\//);
  });
});
