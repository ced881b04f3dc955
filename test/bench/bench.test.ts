import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { readOptions } from "../../bench/cli/read-options.js";

const repo = path.resolve(import.meta.dirname, "../..");
const temp = mkdtempSync(path.join(tmpdir(), "bench-test-"));
afterAll(() => rmSync(temp, { recursive: true, force: true }));

it("measures a tiny run, whole records only, says how far it is and leaves nothing behind", () => {
  const args = ["throughput", "--rounds", "1", "--records", "500", "--only", "ours,pino"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "bench/bench.ts", ...args],
    { cwd: repo, encoding: "utf8", env: { ...process.env, TMPDIR: temp } },
  );
  expect(stderr).toMatch(/throughput, round 1 of 1: pino-roll/);
  expect(status).toBe(0);
  const rows =
    stdout
      .split("\n\n")[0]
      ?.split("\n")
      .slice(2)
      .map((line) => line.split(" | ")) ?? [];
  expect(rows.map(([title]) => title?.replace(/^\| /, "")).sort()).toEqual([
    "**create-logging**",
    "**create-logging, with location**",
    "pino transport",
    "pino, sync JSON",
    "pino, sync text",
    "pino-roll",
  ]);
  for (const row of rows) expect(row[2]).toMatch(/^[\d.]+[kM]?$/);
  expect(readdirSync(temp).filter((name) => name.startsWith("create-logging"))).toEqual([]);
});

it("reads its options, and refuses what it does not know", () => {
  expect(readOptions(["--help"]).isHelp).toBe(true);
  expect(() => readOptions(["speed"])).toThrow("'speed' is no part: start-up, throughput");
  expect(() => readOptions(["--rounds", "0"])).toThrow("--rounds wants a whole number above 0");
  expect(readOptions(["loss", "--only", "ours,pino"])).toMatchObject({
    parts: ["loss"],
    only: ["ours", "pino"],
    rounds: 5,
    records: 200_000,
  });
});
