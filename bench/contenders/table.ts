/** One way to log, as a row of the tables. */
export interface Row {
  id: string;
  title: string;
  /** The module beside this one that drives it. */
  module: string;
  hasLocation: boolean;
  /** What it can't be faster than: the row with the same duties and no logger. */
  limit: "write-sync" | "write-sync-location";
  /** How much of the records it logs, where all of them would take most of the run. */
  share: number;
  parts: ("throughput" | "loss" | "rotation" | "faults")[];
}

// LogTape forces every line under 200 bytes onto the platter (fsync).
const shares: Record<string, number> = {
  log4js: 0.25,
  "log4js-location": 0.25,
  logtape: 0.005,
  "tslog-location": 0.05,
};

export const rows: Row[] = [
  row("ours", "create-logging", "ours", ["throughput"]),
  row("ours-location", "create-logging, with location", "ours", [
    "throughput",
    "loss",
    "rotation",
    "faults",
  ]),
  row("write-sync", "format + `writeSync` per line", "write-sync", ["throughput", "loss"]),
  row("write-sync-location", "the same + one stack capture", "write-sync", ["throughput"]),
  row("batches", "64 KiB batches", "batches", ["throughput"]),
  row("pino-json", "pino, sync JSON", "pino-json", ["throughput", "loss", "faults"]),
  row("pino-text", "pino, sync text", "pino-text", ["throughput"]),
  row("pino-async", "pino, async JSON", "pino-async", ["loss", "faults"]),
  row("pino-transport", "pino transport", "pino-transport", ["throughput", "loss", "faults"]),
  row("pino-roll", "pino-roll", "pino-roll", ["throughput", "loss", "rotation", "faults"]),
  row("winston", "winston File", "winston", ["throughput", "loss", "rotation", "faults"]),
  row("winston-daily", "winston-daily-rotate-file", "winston-daily", [
    "throughput",
    "loss",
    "rotation",
    "faults",
  ]),
  row("log4js", "log4js", "log4js", ["throughput", "loss", "rotation", "faults"]),
  row("log4js-location", "log4js, with location", "log4js", ["throughput"]),
  row("logtape", "LogTape", "logtape", ["throughput", "loss", "rotation", "faults"]),
  row("tslog", "tslog", "tslog", ["throughput", "loss", "faults"]),
  row("tslog-location", "tslog, with location", "tslog", ["throughput"]),
];

/** The rows of a part; all, or those that `--only` names by their id or its beginning. */
export function chooseRows(part: Row["parts"][number], only: string[]): Row[] {
  const isWanted = ({ id }: Row): boolean =>
    only.length === 0 || only.some((name) => id === name || id.startsWith(`${name}-`));
  return rows.filter((each) => each.parts.includes(part) && isWanted(each));
}

function row(id: string, title: string, module: string, parts: Row["parts"]): Row {
  const hasLocation = id.endsWith("-location");
  const limit = hasLocation ? "write-sync-location" : "write-sync";
  return { id, title, module, parts, hasLocation, limit, share: shares[id] ?? 1 };
}
