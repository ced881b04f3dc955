import { median, medianRatio } from "../parts/statistics.js";
import type { Speed } from "../parts/throughput.js";
import { showNumber, showTable } from "./table.js";

/** The table of speeds, fastest first. */
export function showThroughput(speeds: Speed[]): string {
  const rows = [...speeds]
    .sort((a, b) => median(b.perSecond) - median(a.perSecond))
    .map((speed) => [
      speed.row.module === "ours" ? `**${speed.row.title}**` : speed.row.title,
      speed.row.hasLocation ? "yes" : "",
      `${showNumber(median(speed.perSecond))}${showLost(speed)}`,
      showRatio(speeds, speed),
      showNumber(median(speed.cpuUs)),
      showNumber(median(speed.p50)),
      showNumber(median(speed.p99)),
      showNumber(median(speed.p999)),
      median(speed.maxRssMb).toFixed(0),
      speed.disabledNs.length > 0 ? showNumber(median(speed.disabledNs)) : "",
    ]);
  const head = [
    "",
    "location",
    "records/s",
    "of its limit",
    "CPU µs",
    "p50 µs",
    "p99 µs",
    "p99.9 µs",
    "RSS MB",
    "a level that is off, ns",
  ];
  return showTable([head, ...rows]);
}

function showRatio(speeds: Speed[], speed: Speed): string {
  const limit = speeds.find(({ row }) => row.id === speed.row.limit);
  if (limit === undefined || limit === speed) return "";
  return `${showNumber(medianRatio(speed.perSecond, limit.perSecond))} ×`;
}

function showLost({ lost }: Speed): string {
  const most = Math.max(0, ...lost);
  return most === 0 ? "" : ` (lost up to ${most})`;
}
