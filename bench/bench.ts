/** `npm run bench`: every number beside every peer, and the report. One part alone prints its tables. */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { help, type PartName, readOptions } from "./cli/read-options.js";
import { makeLab } from "./lab/lab.js";
import { unmountAll } from "./lab/mount.js";
import { killChildren } from "./lab/run-child.js";
import { measureFaults } from "./parts/faults.js";
import { measureLoss } from "./parts/loss.js";
import type { Bench } from "./parts/part.js";
import { measureStartUp } from "./parts/start-up.js";
import { measureThroughput } from "./parts/throughput.js";
import { renderReadmeSection, replaceSection } from "./report/readme-section.js";
import { drawThroughput, renderReport } from "./report/report.js";
import { showFaults } from "./report/show-faults.js";
import { showLoss, showWorstLoss } from "./report/show-loss.js";
import { showStartUp } from "./report/show-start-up.js";
import { showTargets } from "./report/show-targets.js";
import { showThroughput } from "./report/show-throughput.js";

const repo = resolve(import.meta.dirname, "..");

async function measurePart(part: PartName, bench: Bench): Promise<string> {
  if (part === "start-up") return showStartUp(measureStartUp(bench.progress));
  if (part === "faults") return showFaults(await measureFaults(bench));
  if (part === "throughput") {
    const speeds = await measureThroughput(bench);
    return `${showThroughput(speeds)}\n\n${showTargets(speeds)}`;
  }
  const losses = await measureLoss(bench);
  return `${showWorstLoss(losses)}\n\n${showLoss(losses)}`;
}

async function measureAll(bench: Bench): Promise<void> {
  const results = {
    startUp: measureStartUp(bench.progress),
    speeds: await measureThroughput(bench),
    losses: await measureLoss(bench),
    faults: await measureFaults(bench),
  };
  const readme = join(repo, "README.md");
  writeFileSync(join(repo, "bench/RESULTS.md"), renderReport(results, new Date()));
  writeFileSync(join(repo, "bench/throughput.svg"), drawThroughput(results.speeds));
  const section = renderReadmeSection(results);
  writeFileSync(readme, replaceSection(readFileSync(readme, "utf8"), section));
  bench.progress("wrote bench/RESULTS.md, bench/throughput.svg and the section in README.md");
}

const options = readOptions(process.argv.slice(2));
if (options.isHelp) {
  process.stdout.write(help);
  process.exit();
}
const lab = await makeLab();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    killChildren();
    unmountAll();
    lab.remove();
    process.kill(process.pid, signal);
  });
}
try {
  const progress = (text: string): void => void process.stderr.write(`${text}\n`);
  const bench = { ...options, lab, progress };
  if (options.parts.length === 0) await measureAll(bench);
  for (const part of options.parts) process.stdout.write(`${await measurePart(part, bench)}\n`);
} finally {
  lab.remove();
}
