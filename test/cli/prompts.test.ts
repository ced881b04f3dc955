import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import {
  commitAll,
  makeService,
  makeTools,
  plainService,
  twoEntryService,
} from "../helpers/cli-service.js";
import { keys, startPty } from "../helpers/pty-session.js";

const nameQuestion = "Name of the service, also of its log file:";
const childrenQuestion = "Child processes it starts";
const plopQuestion = "Have plop's generators too, by a plopfile? (y/N)";

describe("a person at a terminal", () => {
  it("answers with Enter alone, sees the plan, confirms, and gets what flags would have given", async () => {
    const root = makeService(plainService);
    const person = await startPty([], { cwd: root });
    await person.see(`${nameQuestion} (news)`);
    person.type(keys.enter);
    await person.see(childrenQuestion);
    person.type(keys.enter);
    await person.see("Entrypoint 'src/index.js' (package.json");
    await person.see("right? (Y/n)");
    expect(readTree(root)).toEqual(plainService);
    person.type(keys.enter);
    await person.see(plopQuestion);
    person.type(keys.enter);
    await person.see("create  src/logging/ ");
    await person.see("Write this? (Y/n)");
    expect(readTree(root)).toEqual(plainService);
    person.type(keys.enter);
    await person.see("Done: ");
    await person.see("To repeat this run");
    expect(await person.end()).toBe(0);

    const other = makeService(plainService);
    await runCli(["--name", "news", "--yes"], { cwd: other });
    expect(readTree(root)).toEqual(readTree(other));
  });

  it("types, is told of a mistake, corrects it, and chooses with arrow keys and space", async () => {
    const root = makeService(twoEntryService);
    const person = await startPty([], { cwd: root });
    await person.see(nameQuestion);
    person.type("a/b");
    person.type(keys.enter);
    await person.see("It has a '/'.");
    person.type(`${keys.backspace}${keys.backspace}${keys.backspace}it's {{a}} <%b%> 🗞️`);
    person.type(keys.enter);
    await person.see(childrenQuestion);
    person.type("scorer");
    person.type(keys.enter);
    await person.see("as SCORER is.");
    person.type(`${keys.backspace.repeat(6)}SCORER, FETCHER=feed`);
    person.type(keys.enter);
    await person.see("Which are to log?");
    await person.see("◉ 'src/index.js'");
    person.type(keys.space);
    await person.see("◯ 'src/index.js'");
    person.type(keys.enter);
    await person.see("At least one choice must be selected");
    person.type(keys.down);
    await person.see("❯◯ 'src/worker.js' (Procfile:1)");
    person.type(keys.space);
    await person.see("❯◉ 'src/worker.js'");
    person.type(keys.enter);
    await person.see(plopQuestion);
    person.type(keys.enter);
    await person.see("Write this?");
    person.type(keys.enter);
    expect(await person.end()).toBe(0);
    const after = readTree(root);
    expect(
      JSON.parse(Buffer.from(after["create-logging.json"] ?? "", "latin1").toString()),
    ).toMatchObject({
      name: "it's {{a}} <%b%> 🗞️",
      entries: ["src/worker.js"],
      children: [
        { descriptor: "SCORER", name: "it's {{a}} <%b%> 🗞️-scorer" },
        { descriptor: "FETCHER", name: "feed" },
      ],
    });
    expect(after["src/index.js"]).toBe(twoEntryService["src/index.js"]);
    expect(after["src/worker.js"]).toContain("./logging/setup.js");
  });

  it("names another file where the detected one is wrong", async () => {
    const files = { ...plainService, "src/other.js": "" };
    const root = makeService(files);
    const person = await startPty(["--name", "news", "--child", "A"], { cwd: root });
    await person.see("right?");
    person.type("n");
    person.type(keys.enter);
    await person.see("the file that starts the service:");
    person.type("src/nope.js");
    person.type(keys.enter);
    await person.see("It does not exist.");
    person.type(`${keys.backspace.repeat(7)}other.js`);
    person.type(keys.enter);
    await person.see(plopQuestion);
    person.type(keys.enter);
    await person.see("Write this?");
    person.type("n");
    person.type(keys.enter);
    await person.see("Nothing was written, as you wished.");
    expect(await person.end()).toBe(2);
    expect(readTree(root)).toEqual(files);
  });

  it("is not asked what flags and create-logging.json have said", async () => {
    const root = makeService({
      ...plainService,
      "create-logging.json": '{ "name": "news", "entries": ["src/index.js"] }\n',
    });
    const person = await startPty([], { cwd: root });
    expect(await person.end()).toBe(0);
    expect(person.text()).not.toContain("?");
    expect(person.text()).toContain("created  src/logging/ ");
  });

  it("is asked nothing with --yes, which takes the package's name", async () => {
    const root = makeService(plainService);
    const person = await startPty(["-y"], { cwd: root });
    expect(await person.end()).toBe(0);
    expect(JSON.parse(readTree(root)["create-logging.json"] ?? "")).toMatchObject({ name: "news" });
  });

  it("sees in the question that git has uncommitted changes", async () => {
    const root = makeService(plainService);
    commitAll(root);
    writeFileSync(path.join(root, "src/index.js"), "// changed\n");
    const person = await startPty(["--name", "a", "--entry", "src/index.js"], { cwd: root });
    await person.see(childrenQuestion);
    person.type(keys.enter);
    await person.see(plopQuestion);
    person.type(keys.enter);
    await person.see("Git has uncommitted changes here. Write this?");
    person.type("n");
    person.type(keys.enter);
    expect(await person.end()).toBe(2);
  });

  it("gets JSON alone on a redirected stdout, and the questions all the same", async () => {
    const root = makeService(plainService);
    const person = await startPty(["--json"], { cwd: root, stdoutTo: "plan.json" });
    await person.see(nameQuestion);
    person.type(keys.enter);
    await person.see(childrenQuestion);
    person.type(keys.enter);
    await person.see("right?");
    person.type(keys.enter);
    await person.see(plopQuestion);
    person.type(keys.enter);
    await person.see("create  src/logging/ ");
    await person.see("Write this?");
    person.type(keys.enter);
    expect(await person.end()).toBe(0);
    expect(JSON.parse(readTree(root)["plan.json"] ?? "")).toMatchObject({
      applied: true,
      service: "news",
    });
  });
});

describe("Ctrl+C leaves nothing behind and exits 130", () => {
  const questions: [string, (string | [see: string, type: string])[]][] = [
    ["the name", [nameQuestion]],
    ["the children, half typed", [[nameQuestion, keys.enter], [childrenQuestion, "SCO"], "SCO"]],
    [
      "the list of entrypoints",
      [[nameQuestion, keys.enter], [childrenQuestion, keys.enter], "Which are to log?"],
    ],
    [
      "the confirmation",
      [
        [nameQuestion, keys.enter],
        [childrenQuestion, keys.enter],
        ["Which are to log?", keys.enter],
        [plopQuestion, keys.enter],
        "Write this?",
      ],
    ],
  ];

  it.each(questions)("at %s", async (_, steps) => {
    const root = makeService(twoEntryService);
    const person = await startPty([], { cwd: root });
    for (const step of steps) {
      const [see, type] = typeof step === "string" ? [step, keys.ctrlC] : step;
      await person.see(see);
      person.type(type);
    }
    expect(await person.end()).toBe(130);
    expect(person.text().split("Interrupted: nothing was changed.")).toHaveLength(2);
    expect(readTree(root)).toEqual(twoEntryService);
    expect(person.raw().lastIndexOf("\x1b[?25h")).toBeGreaterThanOrEqual(
      person.raw().lastIndexOf("\x1b[?25l"),
    );
  });

  it("nor does a SIGINT from elsewhere", async () => {
    const root = makeService(twoEntryService);
    const person = await startPty(["--name", "a", "--child", "A"], { cwd: root });
    await person.see("Which are to log?");
    process.kill(person.pid, "SIGINT");
    expect(await person.end()).toBe(130);
    expect(person.text().split("Interrupted: nothing was changed.")).toHaveLength(2);
    expect(readTree(root)).toEqual(twoEntryService);
  });

  it("while the package is read", async () => {
    const root = makeService(plainService);
    const env = { PATH: `${makeTools({ git: "exec sleep 1000" })}:${process.env["PATH"]}` };
    const person = await startPty(["--name", "a", "-y"], { cwd: root, env });
    await person.see("Reading the package…");
    person.type(keys.ctrlC);
    expect(await person.end()).toBe(130);
    expect(person.text().split("Interrupted: nothing was changed.")).toHaveLength(2);
    expect(readTree(root)).toEqual(plainService);
  });

  it("nor does Ctrl+D", async () => {
    const root = makeService(plainService);
    const person = await startPty([], { cwd: root });
    await person.see(nameQuestion);
    person.type(keys.ctrlD);
    expect(await person.end()).toBe(130);
    expect(person.text().split("Interrupted: nothing was changed.")).toHaveLength(2);
    expect(readTree(root)).toEqual(plainService);
  });
});

describe("what the terminal can do", () => {
  const answerAll = async (env: NodeJS.ProcessEnv, columns?: number) => {
    const root = makeService(plainService);
    const size = columns === undefined ? {} : { columns };
    const person = await startPty(["--dry-run"], { cwd: root, env, ...size });
    await person.see("Name of");
    person.type(keys.enter);
    await person.see("Child");
    person.type(keys.enter);
    await person.see("(Y/n)");
    person.type(keys.enter);
    await person.see("(y/N)");
    person.type(keys.enter);
    await person.see("To repeat this run");
    expect(await person.end()).toBe(0);
    expect(readTree(root)).toEqual(plainService);
    return person;
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a colour begins.
  const colour = /\x1b\[\d+(;\d+)*m/;

  it("colours are there for a terminal", async () => {
    expect((await answerAll({})).raw()).toMatch(colour);
  });

  it("and not with NO_COLOR", async () => {
    expect((await answerAll({ NO_COLOR: "1" })).raw()).not.toMatch(colour);
  });

  it("a narrow one is enough, and progress takes no more than one line of it", async () => {
    const person = await answerAll({}, 16);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: progress begins with the sequence that clears a line.
    const lines = [...person.raw().matchAll(/\r\x1b\[K([^\r\n\x1b]+)/g)].map(([, line]) => line);
    expect(lines).toContain("Reading the pac");
    expect(Math.max(...lines.map((line) => line?.length ?? 0))).toBeLessThan(16);
  });

  it("what it can't do is not asked of it: no progress on a dumb one", async () => {
    expect((await answerAll({ TERM: "dumb" })).text()).not.toContain("Reading the package");
  });
});
