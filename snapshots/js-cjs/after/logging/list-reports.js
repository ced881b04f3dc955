"use strict";

const { readdirSync } = require("node:fs");

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

const ending = /^\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\d{6}\.\d+\.report\.json$/;

module.exports = { listReports };
