/**
 * What a person waits for, beside what it can't be quicker than: `--help` beside bare node, and a
 * scaffold beside the import of ts-morph, without which nothing can be patched; a check of an unchanged service beside bare node, and of 200
 * beside one. The runs of one round
 * follow one another, so that a busy moment of the machine meets all of them.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repo = resolve(import.meta.dirname, "..");
const cli = join(repo, "dist/generators/cli.js");
const work = mkdtempSync(join(tmpdir(), "create-logging-bench-"));
const rounds = 15;

const cases: [name: string, run: () => number][] = [
  ["bare node", () => time(["-e", ""])],
  ["--help", () => time([cli, "--help"])],
  ["upgrade --check, nothing changed", () => time([cli, "upgrade", "--check", fleet("s1")])],
  ["upgrade --check, 200 services", () => time([cli, "upgrade", "--check", fleet()])],
  ["import ts-morph", () => time(["-e", "import('ts-morph')"])],
  ["scaffold", scaffold],
];

try {
  fleet();
  const times = new Map(cases.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of cases) times.get(name)?.push(run());
  }
  const median = (name: string): number =>
    (times.get(name) ?? []).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(`| medians of ${rounds} rounds | ms |\n| --- | --- |`);
  for (const [name] of cases) console.log(`| ${name} | ${median(name).toFixed(0)} |`);
  console.log(
    `| --help above bare node | ${(median("--help") - median("bare node")).toFixed(0)} |`,
  );
  const ratio = (a: string, b: string) => (median(a) / median(b)).toFixed(1);
  const [one, many] = ["upgrade --check, nothing changed", "upgrade --check, 200 services"];
  console.log(`| ${one}, of bare node | ${ratio(one, "bare node")} × |`);
  console.log(`| ${many}, of one | ${ratio(many, one)} × |`);
  const above = median("scaffold") - median("import ts-morph");
  console.log(`| scaffold above the import of ts-morph | ${above.toFixed(0)} |`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A folder of 200 services that have their logging, or one of them; made when it is first asked for. */
function fleet(service = ""): string {
  const folder = join(work, "fleet");
  if (!existsSync(folder)) {
    scaffold();
    for (let index = 1; index <= 200; index++)
      cpSync(join(work, "orders"), join(folder, `s${index}`), { recursive: true });
  }
  return join(folder, service);
}

function scaffold(): number {
  const service = join(work, "orders");
  rmSync(service, { recursive: true, force: true });
  cpSync(join(repo, "demo/orders"), service, { recursive: true });
  return time([cli, service, "--name", "orders", "--yes", "--no-install"]);
}

/** Milliseconds of a run of node. */
function time(args: string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: repo, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
