"use strict";

const { levels } = require("./levels");
const { createTerminalSink } = require("./terminal-sink");

// On globalThis: two copies of this folder in one process (ESM beside CommonJS, a library's own) are one logger.
const shared = /** @type {any} */ (globalThis);
const key = Symbol.for("create-logging");

/** The one state of this process. Until setup has run: everything from DEBUG, to stderr. */
const state = shared[key] ?? {
  threshold: levels.DEBUG,
  sinks: [createTerminalSink()],
  service: undefined,
  ownership: undefined,
  ending: undefined,
  mapPosition: undefined,
  sites: new Map(),
  handed: [],
};
shared[key] = state;

module.exports = { state };
