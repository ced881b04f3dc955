import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { runCli, spawnCli } from "../helpers/cli-run.js";
import { makeService, makeTools, plainService } from "../helpers/cli-service.js";
import { esmPlopfile, installPack, runPlop } from "../helpers/plop-repo.js";
import { keys, startPty } from "../helpers/pty-session.js";

const said = ["--name", "news", "--yes", "--no-install"];
const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

describe("--plop", () => {
  it("writes a plopfile and its dependencies, and the real plop runs the generators by it", async () => {
    const root = makeService(plainService);
    const { code, stdout } = await runCli([...said, "--plop"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^created +plopfile\.js +loads the generators /m);
    expect(stdout).toContain("Install what was added to package.json: npm install");
    expect(stdout).toMatch(/--name news --entry src\/index\.js --plop --yes\n$/);
    const after = readTree(root);
    expect(after["plopfile.js"]).toBe(esmPlopfile);
    expect(JSON.parse(after["package.json"] ?? "").devDependencies).toEqual({
      "create-logging": `^${version}`,
      plop: "^4.0.5",
    });
    await installPack(root);
    const plop = await runPlop(root, ["logging", "a/b", "", ""]);
    expect(plop).toMatchObject({ code: 1, stderr: "[ERROR] Name 'a/b' has a '/'.\n" });
  });

  it("is remembered: a re-run changes nothing, and --no-plop forgets it but takes nothing away", async () => {
    const root = makeService(plainService);
    await runCli([...said, "--plop"], { cwd: root });
    const before = readTree(root);
    expect(JSON.parse(before["create-logging.json"] ?? "").plop).toBe(true);
    expect((await runCli([], { cwd: root })).stdout).toMatch(/^Nothing to do/);
    expect(readTree(root)).toEqual(before);

    expect((await runCli(["--no-plop"], { cwd: root })).code).toBe(0);
    const after = readTree(root);
    expect(JSON.parse(after["create-logging.json"] ?? "").plop).toBe(false);
    expect(after["plopfile.js"]).toBe(before["plopfile.js"]);
    writeFileSync(path.join(root, "plopfile.js"), "export default () => {};\n");
    expect((await runCli([], { cwd: root })).stdout).toMatch(/^Nothing to do/);
  });

  it("extends the plopfile that is there, and the lock file records the patch", async () => {
    const root = makeService({
      ...plainService,
      "plopfile.js": "export default (plop) => {\r\n  plop.setHelper('x', () => '')\r\n}\r\n",
    });
    await runCli([...said, "--plop"], { cwd: root });
    const after = readTree(root);
    expect(after["plopfile.js"]).toBe(
      "export default async (plop) => {\r\n  plop.setHelper('x', () => '')\r\n  await plop.load('create-logging')\r\n}\r\n",
    );
    expect(JSON.parse(after["create-logging.lock"] ?? "").patches["plopfile.js"]).toMatchObject({
      created: false,
      hunks: [
        {
          removed: ["export default (plop) => {"],
          inserted: ["export default async (plop) => {"],
        },
        { removed: [], inserted: ["  await plop.load('create-logging')"] },
      ],
    });
  });

  it("installs what it added", async () => {
    const root = makeService(plainService);
    const tools = makeTools({ npm: 'echo "npm $*" >&2' });
    const { stderr, stdout } = await spawnCli(["--name", "news", "--yes", "--plop"], {
      cwd: root,
      env: { PATH: `${tools}:${process.env["PATH"]}` },
    });
    expect(stderr).toBe("Running npm i\nnpm i\n");
    expect(stdout).not.toContain("Install what was added");
  });

  it("is not taken for granted: --yes alone writes no plopfile, nor touches one", async () => {
    const plopfile = "export default (plop) => {};\n";
    const root = makeService({ ...plainService, "plopfile.js": plopfile });
    await runCli(said, { cwd: root });
    expect(readTree(root)["plopfile.js"]).toBe(plopfile);
    expect(readTree(root)["package.json"]).toBe(plainService["package.json"]);
  });
});

describe("a person is offered the plopfile", () => {
  it.each([
    ["yes where there is one", { "plopfile.mjs": "export default (plop) => {};\n" }, "(Y/n)", true],
    ["no where there is none", {}, "(y/N)", false],
  ])("by default %s", async (_, more, choice, isPatched) => {
    const root = makeService({ ...plainService, ...more });
    const person = await startPty(["--name", "news", "--entry", "src/index.js", "--no-install"], {
      cwd: root,
    });
    await person.see("Child processes");
    person.type(keys.enter);
    await person.see(`Have plop's generators too, by a plopfile? ${choice}`);
    person.type(keys.enter);
    await person.see("Write this?");
    person.type(keys.enter);
    expect(await person.end()).toBe(0);
    expect(
      "create-logging" in (JSON.parse(readTree(root)["package.json"] ?? "").devDependencies ?? {}),
    ).toBe(isPatched);
    expect(readTree(root)["plopfile.mjs"]?.includes("create-logging") ?? false).toBe(isPatched);
  });
});
