import { levels } from "./levels.js";
import { createTerminalSink } from "./terminal-sink.js";

// On globalThis: two copies of this folder in one process (ESM beside CommonJS, a library's own) are one logger.
const shared = /** @type {any} */ (globalThis);
const key = Symbol.for("create-logging");

const initial = {
  threshold: levels.DEBUG,
  sinks: [createTerminalSink()],
  service: undefined,
  ownership: undefined,
  ending: undefined,
  mapPosition: undefined,
  sites: new Map(),
  handed: [],
};

/**
 * The one state of this process. Until setup has run: everything from DEBUG, to stderr. A copy that was
 * made earlier than this one may lack what came later.
 */
export const state = Object.assign(shared[key] ?? {}, { ...initial, ...shared[key] });
shared[key] = state;
