import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median } from "./statistics.js";

const repo = resolve(import.meta.dirname, "../..");
const cli = join(repo, "dist/generators/cli.js");
const rounds = 15;

/** Medians in milliseconds, by what was run. */
export type StartUp = Map<string, number>;

/**
 * What a person waits for, beside what it can't be quicker than: `--help` beside bare node, and a
 * scaffold beside the import of ts-morph, without which nothing can be patched; a check of an unchanged
 * service beside bare node, and of 200 beside one. The runs of one round follow one another, so that a
 * busy moment of the machine meets all of them.
 */
export function measureStartUp(progress: (text: string) => void): StartUp {
  const work = mkdtempSync(join(tmpdir(), "create-logging-bench-"));
  try {
    const cases = listCases(work);
    const times = new Map([...cases.keys()].map((name) => [name, [] as number[]]));
    for (let round = 1; round <= rounds; round++) {
      progress(`start-up, round ${round} of ${rounds}`);
      for (const [name, run] of cases) times.get(name)?.push(run());
    }
    return new Map([...times].map(([name, values]) => [name, median(values)]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function listCases(work: string): Map<string, () => number> {
  const service = join(work, "orders");
  const folder = join(work, "fleet");

  function scaffold(): number {
    rmSync(service, { recursive: true, force: true });
    cpSync(join(repo, "demo/orders"), service, { recursive: true });
    return time([cli, service, "--name", "orders", "--yes", "--no-install"]);
  }

  /** A folder of 200 services that have their logging, or one of them; made when it is first asked for. */
  function fleet(name = ""): string {
    if (!existsSync(folder)) {
      scaffold();
      for (let index = 1; index <= 200; index++)
        cpSync(service, join(folder, `s${index}`), { recursive: true });
    }
    return join(folder, name);
  }

  fleet();
  return new Map([
    ["bare node", () => time(["-e", ""])],
    ["`--help`", () => time([cli, "--help"])],
    ["`upgrade --check`, nothing changed", () => time([cli, "upgrade", "--check", fleet("s1")])],
    ["`upgrade --check`, 200 services", () => time([cli, "upgrade", "--check", fleet()])],
    ["import of ts-morph", () => time(["-e", "import('ts-morph')"])],
    ["scaffold", scaffold],
  ]);
}

/** Milliseconds of a run of node. */
function time(args: string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: repo, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
