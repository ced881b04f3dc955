import { levels } from "./levels.js";
import { createTerminalSink } from "./terminal-sink.js";

// On globalThis: two copies of this folder in one process (ESM beside CommonJS, a library's own) are one logger.
const shared = /** @type {any} */ (globalThis);
const key = Symbol.for("create-logging");

/** The one state of this process. Until setup has run: everything from DEBUG, to stderr. */
export const state = shared[key] ?? {
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
