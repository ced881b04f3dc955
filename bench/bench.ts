/** `npm run bench`: every number beside every peer. One part alone prints its tables. */
import { help, readOptions } from "./cli/read-options.js";
import { makeLab } from "./lab/lab.js";
import { killChildren } from "./lab/run-child.js";
import { measureFaults } from "./parts/faults.js";
import { measureLoss } from "./parts/loss.js";
import { measureThroughput } from "./parts/throughput.js";
import { showFaults } from "./report/show-faults.js";
import { showLoss, showWorstLoss } from "./report/show-loss.js";
import { showTargets } from "./report/show-targets.js";
import { showThroughput } from "./report/show-throughput.js";

const options = readOptions(process.argv.slice(2));
if (options.isHelp) {
  process.stdout.write(help);
  process.exit(0);
}
const lab = await makeLab();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    killChildren();
    lab.remove();
    process.kill(process.pid, signal);
  });
}
try {
  const bench = {
    ...options,
    lab,
    progress: (text: string) => process.stderr.write(`${text}\n`),
  };
  if (options.parts.includes("throughput")) {
    const speeds = await measureThroughput(bench);
    process.stdout.write(`${showThroughput(speeds)}\n\n${showTargets(speeds)}\n`);
  }
  if (options.parts.includes("loss")) {
    const losses = await measureLoss(bench);
    process.stdout.write(`${showWorstLoss(losses)}\n\n${showLoss(losses)}\n`);
  }
  if (options.parts.includes("faults")) {
    process.stdout.write(`${showFaults(await measureFaults(bench))}\n`);
  }
} finally {
  lab.remove();
}
