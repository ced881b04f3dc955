"use strict";

const { readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");

/**
 * The names of the reports that processes of a log name left, newest first.
 * @param {string} directory
 * @param {string} name
 * @returns {string[]}
 */
function listReports(directory, name) {
  return readdirSync(directory)
    .filter((file) => file.startsWith(name) && ending.test(file.slice(name.length)))
    .sort()
    .reverse();
}

/**
 * The report of one run. Its pid alone does not tell: in a container that is the same in every run.
 * @param {string} directory
 * @param {string} name
 * @param {{ pid: number; started: string }} run
 * @returns {string | undefined}
 */
function findReport(directory, name, run) {
  const isOfRun = (file) =>
    file.endsWith(`.${run.pid}.report.json`) &&
    statSync(join(directory, file)).mtimeMs >= Date.parse(run.started);
  return listReports(directory, name).find(isOfRun);
}

const ending = /^\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}\.\d+\.report\.json$/;

module.exports = { listReports, findReport };
