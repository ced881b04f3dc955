/**
 * Time and memory of `create-logging migrate` in repos of 500, 1,000 and 2,000 files: both are to grow no
 * faster than the files do. The plan alone (`--dry-run`), and the run that writes.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeTree } from "../test/helpers/apply-tree.js";
import { makeRepo } from "../test/helpers/migrate-repo.js";

const repo = resolve(import.meta.dirname, "..");
const cli = join(repo, "dist/generators/cli.js");
const work = mkdtempSync(join(tmpdir(), "create-logging-bench-"));

try {
  console.log("| files | plan | run | µs a file | peak RSS |\n| --- | --- | --- | --- | --- |");
  for (const count of [500, 1000, 2000]) {
    const service = join(work, String(count));
    writeTree(service, makeRepo(count));
    symlinkSync(join(repo, "node_modules"), join(service, "node_modules"));
    run(service, ["--name", "large", "--yes", "--no-install"]);
    const plan = run(service, ["migrate", "--dry-run"]);
    const done = run(service, ["migrate", "--yes"]);
    const each = (done.ms * 1000) / count;
    console.log(
      `| ${count} | ${plan.ms.toFixed(0)} ms | ${done.ms.toFixed(0)} ms | ${each.toFixed(0)} | ${done.rssMb.toFixed(0)} MB |`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Milliseconds and peak memory of a run of the CLI. */
function run(cwd: string, args: string[]): { ms: number; rssMb: number } {
  const report = join(work, "rss");
  // What the process itself says at its end, in kilobytes.
  const measure = `import { writeFileSync } from "node:fs";
    process.on("exit", () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`;
  const preload = `data:text/javascript,${encodeURIComponent(measure)}`;
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--import", preload, cli, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}\n${stderr}`);
  return { ms, rssMb: Number(readFileSync(report, "utf8")) / 1024 };
}
