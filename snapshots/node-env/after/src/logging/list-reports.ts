import { readdirSync } from "node:fs";

/** The names of the reports that processes of a log name left, newest first. */
export function listReports(directory: string, name: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.startsWith(name) && ending.test(file.slice(name.length)))
    .sort()
    .reverse();
}

const ending = /^\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}\.\d+\.report\.json$/;
