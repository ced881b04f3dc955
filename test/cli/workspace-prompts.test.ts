import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { makeService } from "../helpers/cli-service.js";
import { keys, startPty } from "../helpers/pty-session.js";
import { partOf, serviceIn, workspace } from "../helpers/workspace-tree.js";

const question = "Which of these services are to log?";

describe("a person in a workspace", () => {
  it("chooses services, is told of libraries, answers for each, confirms once", async () => {
    const root = makeService({ ...workspace, ...serviceIn("services/other", "@else/mail") });
    const before = readTree(root);
    const person = await startPty([], { cwd: root });
    await person.see(question);
    await person.see("◉ 'services/api' (package.json scripts.start runs 'src/index.js')");
    await person.see("◉ 'services/other'");
    await person.see("'packages/db': left alone, a library ('services/api' depends on it");
    // Without the first and the last of four.
    person.type(keys.space);
    await person.see("◯ 'services/api'");
    person.type(`${keys.down}${keys.down}${keys.down}`);
    await person.see("❯◉ 'services/worker'");
    person.type(keys.space);
    await person.see("❯◯ 'services/worker'");
    person.type(keys.enter);

    await person.see("services/mail");
    for (const again of [
      "Name of the service, also of its log file: (mail)",
      "Child processes",
      "right?",
    ]) {
      await person.see(again);
      person.type(keys.enter);
    }
    await person.see("services/other");
    await person.see("also of its log file: (mail)");
    person.type(keys.enter);
    await person.see("'mail' is the name of 'services/mail': two services would share a log file.");
    await person.see("also of its log file: (mail)");
    person.type("other");
    person.type(keys.enter);
    await person.see("Child processes");
    person.type(keys.enter);
    await person.see("right?");
    person.type(keys.enter);
    await person.see("=== services/mail ===");
    await person.see("create  src/logging/ ");
    await person.see("=== services/other ===");
    await person.see("services/api: package.json scripts.start runs");
    await person.see("Write this? (Y/n)");
    expect(readTree(root)).toEqual(before);
    person.type(keys.enter);
    await person.see("=== services/mail ===");
    await person.see("Done: ");
    await person.see("=== services/other ===");
    await person.see("2 services: 2 written.");
    expect(await person.end()).toBe(0);
    expect(person.text().split("Write this?").length).toBeLessThanOrEqual(3);
    const after = readTree(root);
    for (const dir of ["services/api", "services/worker", "packages/db", "packages/ui"])
      expect(partOf(after, dir)).toEqual(partOf(before, dir));
    const names = ["mail", "other"].map(
      (dir) => JSON.parse(after[`services/${dir}/create-logging.json`] ?? "").name,
    );
    expect(names).toEqual(["mail", "other"]);
  });

  it("is asked nothing with --yes, and sees which of several is being read", async () => {
    const root = makeService(workspace);
    const person = await startPty(["--yes", "--dry-run"], { cwd: root });
    await person.see("1/3 services/api: Reading…");
    await person.see("3/3 services/worker: Planning…");
    expect(await person.end()).toBe(0);
    expect(person.text()).not.toContain("?");
    expect(readTree(root)).toEqual(workspace);
  });

  it("leaves with Ctrl+C at the choice, and nothing is changed", async () => {
    const root = makeService(workspace);
    const person = await startPty([], { cwd: root });
    await person.see(question);
    person.type(keys.ctrlC);
    expect(await person.end()).toBe(130);
    expect(person.text()).toContain("Interrupted: nothing was changed.");
    expect(readTree(root)).toEqual(workspace);
  });

  it("with Ctrl+C while services are written: each is whole or untouched, which is said, exit 130", async () => {
    const root = makeService({
      ...workspace,
      ...Object.assign(
        {},
        ...Array.from({ length: 9 }, (_, index) => serviceIn(`services/z${index}`, `z${index}`)),
      ),
    });
    const before = readTree(root);
    const person = await startPty(["--yes"], { cwd: root });
    await person.see("=== services/api ===");
    person.type(keys.ctrlC);
    expect(await person.end()).toBe(130);
    expect(person.text()).toMatch(/Interrupted\. 'services\/api'.*: written whole\./s);
    const after = readTree(root);
    const whole = Object.keys(after).filter((file) => file.endsWith("/create-logging.lock"));
    const dirs = Object.keys(before).flatMap(
      (file) => /^services\/\w+(?=\/package)/.exec(file) ?? [],
    );
    // Those at the head of the line, and none behind the first that was not reached.
    expect(whole.map((file) => file.replace("/create-logging.lock", ""))).toEqual(
      dirs.slice(0, whole.length),
    );
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThan(dirs.length);
    for (const dir of dirs) {
      const isWhole = whole.includes(`${dir}/create-logging.lock`);
      if (isWhole) expect(after[`${dir}/src/index.js`]).toMatch(/logging\/setup/);
      else expect(partOf(after, dir)).toEqual(partOf(before, dir));
      expect(person.text().includes(`=== ${dir} ===`)).toBe(isWhole);
    }
  });
});
