import { describe, expect, it } from "vitest";
import { readTree } from "../helpers/apply-tree.js";
import { runCli } from "../helpers/cli-run.js";
import { makeService, plainService } from "../helpers/cli-service.js";

const said = ["--name", "news", "--yes"];

describe("what will be done can be seen without doing it", () => {
  it.each([[["--dry-run"]], [["--diff"]], [["--dry-run", "--json"]], [["--diff", "--json"]]])(
    "%j writes nothing",
    async (flags) => {
      const root = makeService(plainService);
      const { code, stderr } = await runCli([...said, ...flags], { cwd: root });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(readTree(root)).toEqual(plainService);
    },
  );

  it("--dry-run shows what the real run then reports, in other words", async () => {
    const root = makeService(plainService);
    const preview = await runCli([...said, "--dry-run"], { cwd: root });
    const real = await runCli(said, { cwd: root });
    const paths = (stdout: string) =>
      stdout
        .split("\n\n")[0]
        ?.split("\n")
        .map((line) => line.split(/ +/)[1]);
    expect(paths(preview.stdout)).toEqual(paths(real.stdout));
    expect(preview.stdout).toMatch(/^create +src\/logging\/ /m);
    expect(preview.stdout).toMatch(/^patch +src\/index\.js /m);
  });

  it("--diff shows every change line by line", async () => {
    const root = makeService(plainService);
    const { stdout } = await runCli([...said, "--diff"], { cwd: root });
    const at = stdout.indexOf("--- a/src/index.js");
    expect(stdout.slice(at).split("\n").slice(0, 6)).toEqual([
      "--- a/src/index.js",
      "+++ b/src/index.js",
      "@@ -1,1 +1,3 @@",
      '+import "./logging/setup.js";',
      "+",
      ' console.log("up");',
    ]);
  });

  it("is refused where an earlier run was interrupted, for settling that would write", async () => {
    const root = makeService(plainService);
    const before = { ...plainService, ".create-logging-journal.staging": "" };
    const interrupted = makeService(before);
    const preview = await runCli([...said, "--dry-run"], { cwd: interrupted });
    expect(preview.stderr).toBe(
      `An earlier run in '${interrupted}' was interrupted, so a preview would be wrong. Run without --dry-run and --diff to settle it first.\n`,
    );
    expect(preview.code).toBe(2);
    expect(readTree(interrupted)).toEqual(before);
    const real = await runCli(said, { cwd: interrupted });
    expect(real).toMatchObject({
      code: 0,
      stderr: "An earlier run was interrupted here; it was rolled back first.\n",
    });
    await runCli(said, { cwd: root });
    expect(readTree(interrupted)).toEqual(readTree(root));
  });
});

describe("--json", () => {
  it("prints the plan and nothing else, and says whether it was applied", async () => {
    const root = makeService(plainService);
    const preview = await runCli([...said, "--dry-run", "--json"], { cwd: root });
    const real = await runCli([...said, "--json"], { cwd: root });
    const [planned, applied] = [JSON.parse(preview.stdout), JSON.parse(real.stdout)];
    expect(planned).toMatchObject({ planVersion: 1, applied: false, root, service: "news" });
    expect(applied).toEqual({ ...planned, applied: true });
    const after = readTree(root);
    for (const { path: file, after: text } of applied.steps)
      expect(after[file]).toBe(Buffer.from(text).toString("latin1"));
  });

  it("leaves a refusal to stderr", async () => {
    const root = makeService(plainService);
    const { code, stdout, stderr } = await runCli(["--json"], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Pass --name news");
  });
});
