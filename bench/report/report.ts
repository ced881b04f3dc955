import type { Faults } from "../parts/faults.js";
import type { Loss } from "../parts/loss.js";
import type { StartUp } from "../parts/start-up.js";
import { median } from "../parts/statistics.js";
import type { Speed } from "../parts/throughput.js";
import { describeMachine } from "./describe-machine.js";
import { drawChart } from "./draw-chart.js";
import { showFaults } from "./show-faults.js";
import { showLoss, showWorstLoss } from "./show-loss.js";
import { showStartUp } from "./show-start-up.js";
import { showTargets } from "./show-targets.js";
import { showThroughput } from "./show-throughput.js";
import { showNumber } from "./table.js";

/** All that was measured in one run. */
export interface Results {
  speeds: Speed[];
  losses: Loss[];
  faults: Faults;
  startUp: StartUp;
}

/** The whole report, as Markdown. */
export function renderReport({ speeds, losses, faults, startUp }: Results, now: Date): string {
  return `# What was measured

Written by \`npm run bench\`; how each number comes about stands in [README.md](README.md).

${describeMachine(now)}

Absolute figures are this machine's; the ratios are what to look at.

## Throughput, and what one call costs

${showThroughput(speeds)}

![Records a second](throughput.svg)

## What is asked of it

${showTargets(speeds)}

## Loss: 1,000 records, then the end

How many of the 1,000 are on disk, the worst of four runs: all in one tick or spread over time, right at
the start or after the logger has been up.

${showWorstLoss(losses)}

${showLoss(losses)}

## Faults

${showFaults(faults)}

## Start-up of the command itself

${showStartUp(startUp)}
`;
}

/** Records a second, ours and everyone's. */
export function drawThroughput(speeds: Speed[]): string {
  const bars = speeds.map(({ row, perSecond }) => {
    const value = median(perSecond);
    const kind = row.module === "ours" ? "ours" : isLimit(row.module) ? "limit" : "peer";
    return { title: row.title.replaceAll("`", ""), value, text: showNumber(value), kind } as const;
  });
  return drawChart("Records a second until they are on disk", bars);
}

function isLimit(module: string): boolean {
  return module === "write-sync" || module === "batches";
}
