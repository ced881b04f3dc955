import { describe, expect, it } from "vitest";
import { type Tree, writeTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { plainService } from "../helpers/cli-service.js";
import { esmPlopfile, makePlopRepo, readRepo, runPlop, startPlop } from "../helpers/plop-repo.js";

/** A repo with its logging, whose sizes were changed since. */
async function makeRepo(): Promise<{ root: string; before: Tree; upgraded: Tree }> {
  const root = await makePlopRepo({ ...plainService, "plopfile.js": esmPlopfile });
  await runCli(["--name", "news", "--yes"], { cwd: root });
  const config = JSON.parse(readRepo(root)["create-logging.json"] ?? "");
  const changed = { ...config, defaults: { maxSize: "20 MB" } };
  const text = `${JSON.stringify(changed, null, 2)}\n`;
  writeTree(root, { "create-logging.json": text });
  const before = readRepo(root);
  expect((await runCli(["upgrade"], { cwd: root })).code).toBe(0);
  const upgraded = readRepo(root);
  expect(upgraded["src/logging/settings.js"]).toContain('"20 MB"');
  writeTree(root, before);
  return { root, before, upgraded };
}

describe("plop upgrade-logging", () => {
  it("without a terminal it does what create-logging upgrade does", async () => {
    const { root, upgraded } = await makeRepo();
    const { code, stdout } = await runPlop(root, ["upgrade-logging"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^patched +src\/logging\/settings\.js /m);
    expect(readRepo(root)).toEqual(upgraded);
    expect((await runPlop(root, ["upgrade-logging"])).stdout).toMatch(/^Nothing to do/);
  });

  it("at a terminal the plan is shown and confirmed; no writes nothing", async () => {
    const { root, before, upgraded } = await makeRepo();
    const doubter = startPlop(root, ["upgrade-logging"]);
    await doubter.see("patch        src/logging/settings.js");
    await doubter.see("Write this? (Y/n)");
    expect(readRepo(root)).toEqual(before);
    doubter.type("n\r");
    await doubter.see("Nothing was written, as you wished.");
    expect(await doubter.end()).toBe(1);
    expect(readRepo(root)).toEqual(before);
    const person = startPlop(root, ["upgrade-logging"]);
    await person.see("Write this? (Y/n)");
    person.type("\r");
    await person.see("Done: ");
    expect(await person.end()).toBe(0);
    expect(readRepo(root)).toEqual(upgraded);
  });

  it("where nothing was set up it is a failed action that says what to do first", async () => {
    const root = await makePlopRepo({ ...plainService, "plopfile.js": esmPlopfile });
    const { code, stderr } = await runPlop(root, ["upgrade-logging"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Run create-logging in the service first.");
  });
});
