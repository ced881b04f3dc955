import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree } from "../helpers/apply-tree.js";
import { barePython, bareServices, editCopy, scaffold } from "../helpers/check-services.js";
import { runCli } from "../helpers/cli-run.js";
import { python } from "../helpers/python-package.js";

const active = path.resolve(path.dirname(python), "..");

let untouched: string;
beforeAll(async () => {
  untouched = await scaffold(barePython.script);
});

describe("create-logging check of a Python project", () => {
  test("prints the table in Python's words, writes nothing, and exits with 0", async () => {
    const before = readTree(untouched);
    const temp = makeDirectory();
    const only = ["repo", "EXIT-1", "EXIT-3", "PROC"].flatMap((clause) => ["--only", clause]);
    const { code, stdout, stderr } = await runCli(["check", untouched, ...only], {
      env: { TMPDIR: temp, VIRTUAL_ENV: active },
    });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^ {2}pass {5}repo:loguru {5}Loguru is a dependency .* {2}requirements\.txt$/m,
    );
    expect(stdout).toMatch(/^ {2}pass {5}repo:entry .* {2}main\.py$/m);
    expect(stdout).toMatch(/^ {2}pass {5}PROC-1 .* {2}enqueue=True in testing and production$/m);
    expect(stdout).toMatch(
      /^ {2}pass {5}EXIT-1 {10}exit_with_reason logs the reason at its caller /m,
    );
    expect(stdout).toMatch(/\nnews: 17 passed, 0 failed, 0 skipped\.\n$/);
    expect([readTree(untouched), readdirSync(temp)]).toEqual([before, []]);
  });

  test("exits with 1 where an edit breaks a clause; Node and Python services have a table each", async () => {
    const broken = editCopy(untouched, [
      ["app_logging/ending.py", "    atexit.register(log_stop)\n", ""],
    ]);
    const node = await scaffold(bareServices["js-esm"]);
    const only = ["--only", "PROC-1", "--only", "EXIT-3"];
    const { code, stdout } = await runCli(["check", broken, node, ...only], {
      env: { VIRTUAL_ENV: active },
    });
    expect(code).toBe(1);
    const [ofPython, ofNode] = stdout.split(/^=== .* ===$/m).slice(1);
    expect(ofPython).toMatch(/^ {2}fail {5}EXIT-3 .* {2}no record says '0'; the last one is /m);
    expect(ofPython).toMatch(/^news: 1 passed, 1 failed, 0 skipped\. Failed: EXIT-3\.$/m);
    expect(ofNode).toMatch(/^news: 1 passed, 0 failed, 0 skipped\.$/m);
    const alone = await runCli(["check", node, "--only", "PROC-1"]);
    expect(alone.stdout).toMatch(/^ {2}skipped {2}PROC-1 .* {2}not asked of Node services$/m);
  });

  test("--json says so where there is no Python, and exits with 1", async () => {
    const { code, stdout } = await runCli(
      ["check", untouched, "--json", "--only", "repo:load", "--only", "EXIT-3"],
      { env: { VIRTUAL_ENV: "", PATH: makeDirectory() } },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      rows: [
        {
          clause: "repo:load",
          verdict: "fail",
          evidence: "'python3' is no Python that runs: spawn python3 ENOENT",
        },
        { clause: "EXIT-3", verdict: "skipped" },
      ],
    });
  });
});
