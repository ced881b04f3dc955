import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDirectory } from "../helpers/apply-directory.js";
import { readTree } from "../helpers/apply-tree.js";
import { bareServices, editCopy, scaffold } from "../helpers/check-services.js";
import { buildCli } from "../helpers/cli-build.js";
import { plainEnv, runCli } from "../helpers/cli-run.js";
import { makeService, plainService } from "../helpers/cli-service.js";

let untouched: string;
let broken: string;
beforeAll(async () => {
  untouched = await scaffold(bareServices["ts-nodenext"]);
  broken = editCopy(untouched, [
    ["src/logging/exit.ts", 'process.on("exit", writeStopRecord);', ""],
  ]);
});

describe.concurrent("create-logging check", () => {
  test("prints a table by the items of the checklist, writes nothing, and exits with 0", async () => {
    const before = readTree(untouched);
    const temp = makeDirectory();
    const { code, stdout, stderr } = await runCli(["check", untouched], { env: { TMPDIR: temp } });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.match(/^\[x\] .*$/gm)?.map((line) => line.slice(4))).toEqual([
      "Install the logger",
      "Centralize logger configuration",
      "Validate required environment variables at startup",
      "Fail fast with explicit fatal errors",
      "Configure sinks per environment",
      "Enable rotation and retention",
      "Enable process safety where required",
      "Install the hook for uncaught errors",
      "Enable backtrace and diagnose on all sinks",
      "Verify early-exit logs exist",
      "Besides the checklist: the line, and the sink under stress",
    ]);
    expect(stdout).toMatch(
      /^ {2}pass {5}EXIT-6 {10}no record is lost at any end, SIGKILL included {2,}100 of 100 records after /m,
    );
    expect(stdout).toMatch(/^ {2}skipped {2}ENV-7 .* {2}the service declares no children$/m);
    expect(stdout).toMatch(/\n\nnews: \d+ passed, 0 failed, 1 skipped\.\n$/);
    expect(stdout).toBe(stripVTControlCharacters(stdout));
    expect([readTree(untouched), readdirSync(temp)]).toEqual([before, []]);
  });

  test("exits with 1 where an edit breaks a clause, and names it", async () => {
    const { code, stdout } = await runCli(["check", "--only", "exit"], { cwd: broken });
    expect(code).toBe(1);
    expect(stdout).toContain("[ ] Verify early-exit logs exist\n");
    expect(stdout).toMatch(/^ {2}fail {5}EXIT-3 .* {2}there is no stop record$/m);
    expect(stdout).toMatch(/\nnews: 5 passed, 2 failed, 0 skipped\. Failed: EXIT-3, EXIT-4\.\n$/);
  });

  test("--json prints the rows, and nothing else", async () => {
    const { code, stdout, stderr } = await runCli(
      ["check", "--json", "--only", "EXIT-3", "--only", "repo:entry"],
      { cwd: broken },
    );
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      checkVersion: 1,
      root: broken,
      service: "news",
      passed: false,
      rows: [
        {
          clause: "repo:entry",
          checklist: "Centralize logger configuration",
          verdict: "pass",
          asks: "each entrypoint loads the setup first",
          evidence: "src/index.ts",
        },
        {
          clause: "EXIT-3",
          checklist: "Verify early-exit logs exist",
          verdict: "fail",
          asks: "a start record and a stop record",
          evidence: "there is no stop record",
        },
      ],
    });
  });

  test("of several services each has its table, and the highest exit code counts", async () => {
    const bare = makeService(plainService);
    const dirs = [untouched, broken, bare];
    const { code, stdout, stderr } = await runCli(["check", ...dirs, "--only", "EXIT-3"]);
    expect(code).toBe(2);
    expect(stdout.match(/^=== .* ===$/gm)).toHaveLength(2);
    expect(stdout.match(/^news: .*$/gm)).toEqual([
      "news: 1 passed, 0 failed, 0 skipped.",
      "news: 0 passed, 1 failed, 0 skipped. Failed: EXIT-3.",
    ]);
    expect(stderr).toMatch(/^=== .* ===\n'.*' has no 'create-logging.json'/);
    const json = await runCli(["check", ...dirs, "--only", "EXIT-3", "--json"]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      checkVersion: 1,
      passed: false,
      services: [
        { service: "news", passed: true, rows: [{ clause: "EXIT-3", verdict: "pass" }] },
        { service: "news", passed: false, rows: [{ clause: "EXIT-3", verdict: "fail" }] },
        { error: expect.stringContaining("Run create-logging there first.") },
      ],
    });
  });

  test("refuses with 2 what it can't check", async () => {
    const bare = makeService(plainService);
    const garbled = editCopy(untouched, [["create-logging.json", /$/, "{"]]);
    const halfWritten = editCopy(untouched, []);
    writeFileSync(path.join(halfWritten, ".create-logging-journal.staging"), "");
    for (const [args, said] of [
      [[bare], /^'.*' has no 'create-logging\.json'\. Run create-logging there first\.\n$/],
      [[garbled], /^'create-logging\.json' \d+:\d+: not valid JSON/],
      [
        [halfWritten],
        /^An earlier run in '.*' was interrupted\. Run create-logging upgrade there to settle/,
      ],
      [
        [untouched, "--only", "EXIT-99"],
        /^'EXIT-99' is no clause\. Pass one, such as EXIT-6, or a family/,
      ],
      [["/nowhere/at/all"], /does not exist/],
    ] as const) {
      const { code, stdout, stderr } = await runCli(["check", ...args]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(said);
    }
  });

  test("colours its verdicts only where they are wanted", async () => {
    const args = ["check", "--only", "repo:lock", untouched];
    const { stdout } = await runCli(args, { env: { FORCE_COLOR: "1" } });
    expect(stdout).toContain("\x1b[32mpass   \x1b[39m");
  });

  test.runIf(process.platform === "linux").each([
    ["SIGINT", 130, null],
    ["SIGTERM", null, "SIGTERM"],
  ] as const)("%s ends its processes and leaves nothing behind", async (sent, code, signal) => {
    const temp = path.join(makeDirectory(), "tmp");
    mkdirSync(temp);
    const child = spawn(process.execPath, [await buildCli(), "check", untouched], {
      env: plainEnv({ TMPDIR: temp }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    child.stdout.on("data", (bytes) => {
      stdout += bytes;
    });
    const ended = new Promise((resolve) => {
      child.once("close", (...end) => resolve(end));
    });
    while (processesIn(temp) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(sent);
    expect(await ended).toEqual([code, signal]);
    expect([stdout, readdirSync(temp)]).toEqual(["", []]);
    while (processesIn(temp) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

/** How many processes have their working directory below a folder, or had it there before it was removed. */
function processesIn(folder: string): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`);
    } catch {
      return false; // gone, or another user's
    }
  }).length;
}
