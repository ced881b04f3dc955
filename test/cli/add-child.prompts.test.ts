import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { family } from "../helpers/cli-family.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService } from "../helpers/cli-service.js";
import { keys, startPty } from "../helpers/pty-session.js";

async function makeParent(): Promise<string> {
  const root = makeService(family);
  await runCli(["--name", "news", "--yes"], { cwd: root });
  return root;
}

describe("add-child at a terminal", () => {
  it("offers what it found, shows the plan, and writes what flags would have written", async () => {
    const root = await makeParent();
    const before = readTree(root);
    const person = await startPty(["add-child"], { cwd: root });
    await person.see("the X of NAME_CHILD_PROCESS_X: (SCORER)");
    person.type(keys.enter);
    await person.see("Name of the child, also of its log file: (news-scorer)");
    person.type(keys.enter);
    await person.see("(src/scorer.js)");
    person.type(keys.enter);
    await person.see("Which of these places start it?");
    await person.see("◉ src/index.js:4  fork ./src/scorer.js");
    await person.see("◯ src/index.js:6  node src/deduper.js");
    person.type(keys.enter);
    await person.see("when the child ends badly");
    person.type(keys.enter);
    await person.see("gives child 'SCORER' its environment");
    await person.see("Write this? (Y/n)");
    expect(readTree(root)).toEqual(before);
    person.type(keys.enter);
    await person.see("Done: ");
    expect(await person.end()).toBe(0);

    const other = await makeParent();
    await runCli(["add-child", "SCORER", "--yes"], { cwd: other });
    expect(readTree(root)).toEqual(readTree(other));
  });

  it("is told of mistakes, corrects them, and chooses another place", async () => {
    const root = await makeParent();
    const person = await startPty(["add-child"], { cwd: root });
    await person.see("NAME_CHILD_PROCESS_X:");
    person.type("de-duper");
    person.type(keys.enter);
    await person.see("as DE_DUPER is.");
    person.type(`${keys.backspace.repeat(8)}DEDUPER`);
    person.type(keys.enter);
    await person.see("log file: (news-deduper)");
    person.type("news");
    person.type(keys.enter);
    await person.see("is taken");
    person.type(`${keys.backspace.repeat(4)}dedup`);
    person.type(keys.enter);
    await person.see("(src/deduper.js)");
    person.type("src/nope.js");
    person.type(keys.enter);
    await person.see("does not exist");
    person.type(`${keys.backspace.repeat(11)}-`);
    person.type(keys.enter);
    await person.see("◯ src/index.js:4");
    person.type(keys.down);
    person.type(keys.space);
    await person.see("◉ src/index.js:6");
    person.type(keys.enter);
    await person.see("when the child ends badly");
    person.type("y");
    person.type(keys.enter);
    await person.see("Write this?");
    person.type(keys.enter);
    expect(await person.end()).toBe(0);
    const after = readTree(root);
    expect(JSON.parse(after["create-logging.json"] ?? "").children).toEqual([
      { descriptor: "DEDUPER", name: "dedup" },
    ]);
    expect(after["src/index.js"]).toContain(
      'watchChild("DEDUPER", exec("node src/deduper.js", { env: childEnv("DEDUPER", { MODE: "fast" }) }',
    );
    expect(after["src/deduper.js"]).toBe(family["src/deduper.js"]);
  });

  it.each([
    ["moved", "// one\n// two\n\n"],
    ["gone", undefined],
  ])("a place that is %s since it was shown is found by its text, or refused", async (_, above) => {
    const root = await makeParent();
    const person = await startPty(
      ["add-child", "SCORER", "--name", "s", "--entry", "src/scorer.js"],
      {
        cwd: root,
      },
    );
    await person.see("◉ src/index.js:4  fork ./src/scorer.js");
    const file = path.join(root, "src/index.js");
    const text = readFileSync(file, "utf8");
    const fork = 'fork("./src/scorer.js");';
    const edited = text.replace(fork, above === undefined ? "" : above + fork);
    writeFileSync(file, edited);
    person.type(keys.enter);
    await person.see("when the child ends badly");
    person.type(keys.enter);
    if (above !== undefined) {
      await person.see("Write this?");
      person.type(keys.enter);
      expect(await person.end()).toBe(0);
      expect(readFileSync(file, "utf8")).toContain(
        `${above}fork("./src/scorer.js", [], { env: childEnv("SCORER") });`,
      );
    } else {
      await person.see("Cannot patch 'src/index.js:");
      expect(await person.end()).toBe(2);
      expect(readFileSync(file, "utf8")).toBe(edited);
    }
  });

  it.each(["at the first question", "at the confirmation"])(
    "Ctrl+C %s leaves everything as it was, exit 130",
    async (where) => {
      const root = await makeParent();
      const before = readTree(root);
      const args = where === "at the first question" ? [] : ["SCORER", "--name", "scorer"];
      const person = await startPty(["add-child", ...args], { cwd: root });
      if (args.length > 0) {
        await person.see("(src/scorer.js)");
        person.type(keys.enter);
        await person.see("Which of these places");
        person.type(keys.enter);
        await person.see("when the child ends badly");
        person.type(keys.enter);
        await person.see("Write this?");
      } else await person.see("NAME_CHILD_PROCESS_X:");
      person.type(keys.ctrlC);
      expect(await person.end()).toBe(130);
      expect(readTree(root)).toEqual(before);
    },
  );
});
