import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildCli } from "../helpers/cli-build.js";
import { plainEnv, runCli } from "../helpers/cli-run.js";
import { makeService, plainService } from "../helpers/cli-service.js";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

describe("the command line", () => {
  it.each(["-V", "--version"])("%s prints the version alone", async (flag) => {
    expect(await runCli([flag])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each(["-h", "--help"])("%s shows every flag, examples and the exit codes", async (flag) => {
    const { code, stdout, stderr } = await runCli([flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const option of [
      "--name <name>",
      "--child <X[=name][:entry]>",
      "--entry <file>",
      "--target <target>",
      "--dir <folder>",
      "--env-var <variable>",
      "--plop",
      "--no-plop",
      "-y, --yes",
      "--force",
      "--dry-run",
      "--diff",
      "--json",
      "--no-install",
      "--cwd <dir>",
      "-V, --version",
      "-h, --help",
    ])
      expect(stdout).toContain(`  ${option} `);
    expect(stdout).toContain("Examples:\n  create-logging ");
    expect(stdout).toContain("130 Ctrl+C");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("names every command, and each has examples and exit codes", async () => {
    const { stdout } = await runCli(["--help"]);
    const commands = ["add-child", "upgrade", "check", "migrate", "remove"];
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
      const help = (await runCli([command, "--help"])).stdout;
      expect(help).toMatch(/^Examples:\n {2}create-logging /m);
      expect(help).toMatch(/Exit codes/);
      expect(Math.max(...help.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it("a reader of stdout that leaves is no error, and does not stop the writing", async () => {
    const root = makeService(plainService);
    const cli = await buildCli();
    const child = spawn(process.execPath, [cli, "--name", "news", "--yes"], {
      cwd: root,
      env: plainEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, "close");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await runCli([], { cwd: root })).stdout).toMatch(/^Nothing to do/);
  });

  it("has no colours in a pipe, not in CI either, and FORCE_COLOR brings them", async () => {
    const root = makeService(plainService);
    const args = ["--name", "news", "--yes", "--dry-run"];
    const colours = async (env: NodeJS.ProcessEnv) =>
      (await runCli(args, { cwd: root, env })).stdout.includes("\x1b[");
    expect(await colours({})).toBe(false);
    expect(await colours({ CI: "true" })).toBe(false);
    expect(await colours({ FORCE_COLOR: "1" })).toBe(true);
    expect(await colours({ FORCE_COLOR: "0" })).toBe(false);
    expect(await colours({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
  });
});
