import { parseArgs } from "node:util";
import type { Options } from "../parts/part.js";

export const partNames = ["start-up", "throughput", "loss", "faults"] as const;

export type PartName = (typeof partNames)[number];

export interface CommandLine extends Options {
  /** Empty for all of them, and the report. */
  parts: PartName[];
  isHelp: boolean;
}

export const help = `Usage: npm run bench [-- options]            everything, and bench/RESULTS.md with it
       npm run bench:<part> [-- options]     one part, as Markdown on stdout

Parts: ${partNames.join(", ")}

  --rounds <n>     rounds of the throughput (5), in which all take turns
  --records <n>    records of a throughput run (200000)
  --only <ids>     loggers, by id or its beginning, with commas: ours,pino,write-sync
  --help
`;

/** Reads the command line; throws what is wrong with it. */
export function readOptions(args: string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "5" },
      records: { type: "string", default: "200000" },
      only: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.find((name) => !partNames.includes(name as PartName));
  if (unknown !== undefined)
    throw new Error(`'${unknown}' is no part: ${partNames.join(", ")} are.`);
  return {
    parts: positionals as PartName[],
    rounds: readCount("rounds", values.rounds),
    records: readCount("records", values.records),
    only: values.only.split(",").filter((id) => id !== ""),
    isHelp: values.help,
  };
}

function readCount(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name} wants a whole number above 0, not '${text}'.`);
}
