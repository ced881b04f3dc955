import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The names of the reports that processes of a log name left, newest first. */
export function listReports(directory: string, name: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith(name) && ending.test(file.slice(name.length)))
    .sort()
    .reverse();
}

/** The report of one run. Its pid alone does not tell: in a container that is the same in every run. */
export function findReport(
  directory: string,
  name: string,
  run: { pid: number; started: string },
): string | undefined {
  const isOfRun = (file: string): boolean =>
    file.endsWith(`.${run.pid}.report.json`) &&
    statSync(join(directory, file)).mtimeMs >= Date.parse(run.started);
  return listReports(directory, name).find(isOfRun);
}

const ending = /^\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}\.\d+\.report\.json$/;
