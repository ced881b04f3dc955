import type { Row } from "../contenders/table.js";
import { fullRecords, lastRecords } from "../parts/disk-full.js";
import type { Faults } from "../parts/faults.js";
import { movedRecords } from "../parts/moved-files.js";
import { rotationBytes, rotationRecords } from "../parts/rotation.js";
import { showTable } from "./table.js";

/** A table for each fault. */
export function showFaults({ rotation, writers, deleted, renamed, full }: Faults): string {
  const moved = (what: Faults["deleted"]): string =>
    showTable([
      ["", `lost of ${movedRecords}`, "writes to a new file"],
      ...what.map(({ row, lost, recovers }) => [name(row), `${lost}`, recovers ? "yes" : "no"]),
    ]);
  return `### Rotation under load

${rotationRecords} records, a limit of ${rotationBytes} bytes, every rotated file kept.

${showTable([
  ["", "lost", "torn", "bytes above the limit"],
  ...rotation.map(({ row, lost, torn, overshoot }) => [
    name(row),
    `${lost}`,
    `${torn}`,
    `${overshoot}`,
  ]),
])}

### Two writers

Two processes with the same configuration, ${rotationRecords} records each.

${showTable([
  ["", "lost", "torn"],
  ...writers.map(({ row, lost, torn }) => [name(row), `${lost}`, `${torn}`]),
])}

### Directory deleted

${moved(deleted)}

### File renamed

${moved(renamed)}

### Disk full

${full === undefined ? "Skipped: no file system could be mounted." : showFull(full)}`;
}

function showFull(full: NonNullable<Faults["full"]>): string {
  const table = showTable([
    ["", "answers throughout", "lines on stderr", "recovers", "on disk", "told as dropped"],
    ...full.map(({ row, isAlive, stderrLines, recovers, onDisk, told }) => [
      name(row),
      isAlive ? "yes" : "no",
      `${stderrLines}`,
      recovers ? "yes" : "no",
      `${onDisk}`,
      told === undefined ? "" : `${told}`,
    ]),
  ]);
  return `${fullRecords} records into 1.5 MB of space, then ${lastRecords} more when there is space again.

${table}`;
}

function name(row: Row): string {
  return row.module === "ours" ? "**create-logging**" : row.title;
}
