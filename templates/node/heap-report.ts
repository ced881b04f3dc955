import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Service } from "./env.js";
// % if (it.features.ownership) {
import { ownName } from "./ownership.js";
// % }
import { timestamp } from "./rotation.js";

type Report = NodeJS.ProcessReport & { excludeEnv?: boolean; excludeNetwork?: boolean };

let makeRoom = (): void => {};

/**
 * Has Node leave its diagnostic report beside the log when the heap is full. Only where it can be told
 * to leave out the environment, with all the secrets in it; the command line is in the report.
 */
export function leaveHeapReport({ directory, name, maxFiles }: Service): void {
  const report = process.report as Report | undefined;
  if (report === undefined || directory === undefined || maxFiles === 0) return;
  if (!("excludeEnv" in report) || isInUse(report)) return;
  // % if (it.features.ownership) {
  name = ownName() ?? name;
  // % }
  report.excludeEnv = true;
  report.excludeNetwork = true;
  report.directory = directory;
  report.filename = `${name}.${timestamp(Date.now())}.${process.pid}.report.json`;
  report.reportOnFatalError = true;
  makeRoom = () => deleteReports(directory, name, maxFiles - 1);
  deleteReports(directory, name, maxFiles);
}

/** Deletes what the next report would be too many; a report that nobody announces may be one too many. */
export function makeRoomForReport(): void {
  makeRoom();
}

/** The file names of the reports of a log name, by the time of their process, newest first. */
export function listReports(directory: string, name: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith(name) && ending.test(file.slice(name.length)))
    .sort()
    .reverse();
}

const ending = /^\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}\.\d+\.report\.json$/;

/** Whoever uses reports has chosen where they go and what is in them. */
function isInUse(report: Report): boolean {
  const { reportOnFatalError, reportOnSignal, reportOnUncaughtException } = report;
  const isOn = reportOnFatalError || reportOnSignal || reportOnUncaughtException;
  return isOn || report.directory !== "" || report.filename !== "";
}

function deleteReports(directory: string, name: string, keep: number): void {
  try {
    for (const file of listReports(directory, name).slice(keep)) {
      rmSync(join(directory, file), { force: true });
    }
  } catch {
    // The next start tries again.
  }
}
