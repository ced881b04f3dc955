import { medianRatio } from "../parts/statistics.js";
import type { Speed } from "../parts/throughput.js";
import type { Results } from "./report.js";
import { isWhole, showWorstLoss } from "./show-loss.js";
import { showNumber, showTable } from "./table.js";

/** What stands in the README: the chart, our ratios to everyone, and the loss table. */
export function renderReadmeSection({ speeds, losses }: Results): string {
  const whole = losses.filter(isWhole).map(({ row }) => row.title.replace(/, with location$/, ""));
  return `![Records a second until they are on disk](bench/throughput.svg)

Records a second, as a multiple of each of the others:

${showRatios(speeds)}

1,000 records and then the end: how many are on disk, at worst, cold or warm, in one tick or over time. Peers
have the handler for uncaught errors that their documentation tells a program to write; ours needs none.

${showWorstLoss(losses)}

Everything in every cell, the error with its stack included: ${whole.join("; ")}.`;
}

/** Replaces what stands between the two comments. */
export function replaceSection(readme: string, section: string): string {
  const [start, end] = ["<!-- bench -->", "<!-- /bench -->"];
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no '${start}' before '${end}'.`);
  return `${readme.slice(0, from + start.length)}\n${section}\n${readme.slice(to)}`;
}

function showRatios(speeds: Speed[]): string {
  const of = (id: string): number[] => speeds.find(({ row }) => row.id === id)?.perSecond ?? [];
  const ratio = (id: string, other: Speed): string =>
    `${showNumber(medianRatio(of(id), other.perSecond))} ×`;
  return showTable([
    ["", "without location", "with location"],
    ...speeds
      .filter(({ row }) => row.module !== "ours")
      .map((speed) => [speed.row.title, ratio("ours", speed), ratio("ours-location", speed)]),
  ]);
}
