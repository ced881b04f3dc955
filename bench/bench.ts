/** `npm run bench`: every number beside every peer. One part alone prints its tables. */
import { help, readOptions } from "./cli/read-options.js";
import { makeLab } from "./lab/lab.js";
import { killChildren } from "./lab/run-child.js";
import { measureThroughput } from "./parts/throughput.js";
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
  const speeds = await measureThroughput(bench);
  process.stdout.write(`${showThroughput(speeds)}\n\n${showTargets(speeds)}\n`);
} finally {
  lab.remove();
}
