import { median, medianRatio } from "../parts/statistics.js";
import type { Speed } from "../parts/throughput.js";
import { showNumber, showTable } from "./table.js";

interface Target {
  what: string;
  measured: number;
  /** The measured number is to be at least, or at most, this. */
  atLeast?: number;
  atMost?: number;
}

/** What was asked of our logger, and what it does; rows that were not measured are left out. */
export function showTargets(speeds: Speed[]): string {
  const rows = listTargets(speeds)
    .filter(({ measured }) => !Number.isNaN(measured))
    .map(({ what, measured, atLeast, atMost }) => [
      what,
      showNumber(measured),
      atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`,
      measured >= (atLeast ?? Number.NEGATIVE_INFINITY) &&
      measured <= (atMost ?? Number.POSITIVE_INFINITY)
        ? "yes"
        : "**no**",
    ]);
  return showTable([["", "measured", "is to be", "is it"], ...rows]);
}

function listTargets(speeds: Speed[]): Target[] {
  const of = (id: string): Speed | undefined => speeds.find(({ row }) => row.id === id);
  const ratio = (id: string, other: string, measure: "perSecond" | "p99"): number =>
    medianRatio(of(id)?.[measure] ?? [], of(other)?.[measure] ?? []);
  const rss = (id: string): number => median(of(id)?.maxRssMb ?? []);
  return [
    {
      what: "records/s without location, of format + `writeSync`",
      measured: ratio("ours", "write-sync", "perSecond"),
      atLeast: 0.85,
    },
    {
      what: "records/s with location, of the limit with one capture",
      measured: ratio("ours-location", "write-sync-location", "perSecond"),
      atLeast: 0.85,
    },
    {
      what: "records/s with location, of log4js with location",
      measured: ratio("ours-location", "log4js-location", "perSecond"),
      atLeast: 8,
    },
    {
      what: "records/s with location, of tslog with location",
      measured: ratio("ours-location", "tslog-location", "perSecond"),
      atLeast: 8,
    },
    {
      what: "records/s with location, of pino text, which has none",
      measured: ratio("ours-location", "pino-text", "perSecond"),
      atLeast: 0.45,
    },
    {
      what: "p99 without location, of its limit's",
      measured: ratio("ours", "write-sync", "p99"),
      atMost: 2,
    },
    {
      what: "p99 with location, of its limit's",
      measured: ratio("ours-location", "write-sync-location", "p99"),
      atMost: 2,
    },
    {
      what: "RSS without location above its limit's, MB",
      measured: rss("ours") - rss("write-sync"),
      atMost: 15,
    },
    {
      what: "RSS with location above its limit's, MB",
      measured: rss("ours-location") - rss("write-sync-location"),
      atMost: 15,
    },
    {
      what: "a level that is off, ns",
      measured: median(of("ours-location")?.disabledNs ?? []),
      atMost: 15,
    },
  ];
}
